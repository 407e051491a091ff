"""Work on many files, shared by several processes: each takes the next batch until none is left.

The order of the results is that of the tasks, whoever did them. A process that dies costs time, not results.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Packed = TypeVar("Packed")

BATCH = 100
"""Tasks that a process takes at once."""
MOST_PROCESSES = 4
_FEWEST_SPAWNED = 4_000
"""A spawned process loads the whole program first; fewer tasks are done by then."""
_PATIENCE = 10
"""Seconds that taking a batch may last: the process that holds the lock is dead then."""


def work(
    do: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    pack: Callable[[Result], Packed],
    processes: int | None = None,
) -> list[Result | Packed]:
    """Return `do(task)` for each task, in their order; `pack` makes what another process did ready to be sent.

    `processes` says how many work at it, this one included; None takes the machine's processors, up to four.
    """
    context = _context()
    wanted = processes if processes is not None else _fitting(len(tasks), context)
    return _Crew(do, tasks, pack, context).results(wanted - 1)


def _context() -> Any:
    """Forking a process that has threads can hang; what is spawned starts afresh."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _fitting(tasks: int, context: Any) -> int:
    spawned = context.get_start_method() == "spawn"
    if (spawned and tasks < _FEWEST_SPAWNED) or multiprocessing.current_process().daemon:
        return 1
    return min(_processors(), MOST_PROCESSES)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Crew(Generic[Task, Result, Packed]):
    def __init__(
        self, do: Callable[[Task], Result], tasks: Sequence[Task], pack: Callable[[Result], Packed], context: Any
    ) -> None:
        self._do = do
        self._tasks = tasks
        self._pack = pack
        self._context = context

    def results(self, helpers: int) -> list[Result | Packed]:
        done: dict[int, Sequence[Result | Packed]] = {}
        with ExitStack() as hired:
            answers, taken = self._hire(helpers, hired)
            if taken is not None:
                done.update(_batches(self._do, self._tasks, taken))
            for answer in answers:
                with suppress(EOFError, OSError):
                    done.update(answer.recv())
        return [result for start in range(0, len(self._tasks), BATCH) for result in self._of(done, start)]

    def _hire(self, helpers: int, hired: ExitStack) -> tuple[list[Connection], Any]:
        """Return where helpers answer, and the count of what is taken; neither where the system has no more to give,
        or the work cannot be sent."""
        answers: list[Connection] = []
        taken = None
        with suppress(OSError, ImportError, TypeError):
            taken = self._context.Value("l", 0)
            answers += [hired.enter_context(self._helper(taken)) for _ in range(helpers)]
        return answers, taken

    @contextmanager
    def _helper(self, taken: Any) -> Iterator[Connection]:
        ours, theirs = self._context.Pipe(duplex=False)
        work = (self._do, self._tasks, self._pack, taken, theirs)
        process = self._context.Process(target=_help, args=work, daemon=True)
        with _uninterrupted():
            process.start()
        theirs.close()
        try:
            yield ours
        finally:
            ours.close()
            process.kill()
            process.join()

    def _of(self, done: Mapping[int, Sequence[Result | Packed]], start: int) -> Sequence[Result | Packed]:
        """Return the results of a batch; what a helper took to its grave is done again."""
        return done[start] if start in done else [self._do(task) for task in self._tasks[start : start + BATCH]]


def _help(
    do: Callable[[Any], Any], tasks: Sequence[Any], pack: Callable[[Any], Any], taken: Any, answer: Connection
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    done = {start: list(map(pack, results)) for start, results in _batches(do, tasks, taken)}
    with suppress(BrokenPipeError):
        answer.send(done)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off. It goes to every process of the terminal, but only the first is to answer it, by ending the
    others; one that is just being born would complain."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _batches(do: Callable[[Any], Any], tasks: Sequence[Any], taken: Any) -> Iterator[tuple[int, list[Any]]]:
    while taken.get_lock().acquire(timeout=_PATIENCE):
        start = taken.value
        taken.value += BATCH
        taken.get_lock().release()
        if start >= len(tasks):
            return
        yield start, [do(task) for task in tasks[start : start + BATCH]]

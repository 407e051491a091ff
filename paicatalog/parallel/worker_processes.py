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
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Packed = TypeVar("Packed")

BATCH = 100
"""Tasks that a process takes at once, where nothing else is said."""
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
    batch: int = BATCH,
) -> list[Result | Packed]:
    """Return `do(task)` for each task, in their order; `pack` makes what another process did ready to be sent.

    `processes` says how many work at it, this one included; None takes the machine's processors, up to four. Each takes
    `batch` tasks at once.
    """
    context = _context()
    wanted = processes if processes is not None else _fitting(len(tasks), context)
    todo = _Work(do, tasks, pack, batch)
    return _Crew(todo, context).results(min(wanted, len(todo.starts())) - 1)


def forks() -> bool:
    """Return whether other processes begin with all that this one has. Forking one that has threads can hang."""
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> Any:
    return multiprocessing.get_context("fork" if forks() else "spawn")


def _fitting(tasks: int, context: Any) -> int:
    spawned = context.get_start_method() == "spawn"
    if (spawned and tasks < _FEWEST_SPAWNED) or multiprocessing.current_process().daemon:
        return 1
    return min(_processors(), MOST_PROCESSES)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Work(Generic[Task, Result, Packed]):
    """What is to be done, the same for every process."""

    do: Callable[[Task], Result]
    tasks: Sequence[Task]
    pack: Callable[[Result], Packed]
    batch: int

    def starts(self) -> range:
        return range(0, len(self.tasks), self.batch)

    def done(self, start: int) -> list[Result]:
        return [self.do(task) for task in self.tasks[start : start + self.batch]]

    def taken(self, count: Any) -> Iterator[tuple[int, list[Result]]]:
        """Do one batch after the other that nobody else has taken; `count` says how far all are."""
        while count.get_lock().acquire(timeout=_PATIENCE):
            start = count.value
            count.value += self.batch
            count.get_lock().release()
            if start >= len(self.tasks):
                return
            yield start, self.done(start)


class _Crew(Generic[Task, Result, Packed]):
    def __init__(self, work: _Work[Task, Result, Packed], context: Any) -> None:
        self._work = work
        self._context = context

    def results(self, helpers: int) -> list[Result | Packed]:
        done: dict[int, Sequence[Result | Packed]] = {}
        with ExitStack() as hired:
            answers, count = self._hire(helpers, hired)
            if count is not None:
                done.update(self._work.taken(count))
            for answer in answers:
                with suppress(EOFError, OSError):
                    done.update(answer.recv())
        return [result for start in self._work.starts() for result in self._of(done, start)]

    def _hire(self, helpers: int, hired: ExitStack) -> tuple[list[Connection], Any]:
        """Return where helpers answer, and the count of what is taken; neither where the system has no more to give,
        or the work cannot be sent."""
        answers: list[Connection] = []
        count = None
        with suppress(OSError, ImportError, TypeError):
            count = self._context.Value("l", 0)
            answers += [hired.enter_context(self._helper(count)) for _ in range(helpers)]
        return answers, count

    @contextmanager
    def _helper(self, count: Any) -> Iterator[Connection]:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_help, args=(self._work, count, theirs), daemon=True)
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
        return done[start] if start in done else self._work.done(start)


def _help(work: _Work[Any, Any, Any], count: Any, answer: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    # Whatever fails here fails again where the batch is done again, and is told there.
    with suppress(Exception):
        done = {start: list(map(work.pack, results)) for start, results in work.taken(count)}
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

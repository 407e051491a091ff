"""Run a function on many tasks in worker processes and in this process, with `concurrent.futures.ProcessPoolExecutor`.

What this module adds to the executor: this process works too, instead of waiting; it repeats batches that a worker
could not finish, because the function raised or the worker died; a forked worker inherits the tasks and receives only
numbers; workers end when this process is killed. `multiprocessing.Pool` is no alternative, since it waits forever for
the result of a killed worker.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pickle import PicklingError
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Packed = TypeVar("Packed")

BATCH = 25
"""Default number of tasks that a process takes at a time."""
MOST_PROCESSES = 4
_MINIMUM_SPAWNED = 4_000
"""A spawned process first imports the whole program; this process would finish fewer tasks meanwhile."""
_BATCHES_PER_WORKER = 2
"""Batches submitted for each worker: the one it works on, and the next, as this process may be busy by then."""
_UNAVAILABLE = (
    *(
        BrokenProcessPool,
        OSError,
        ImportError,
        NotImplementedError,
    ),  # The system has no process or semaphore left.
    *(TypeError, AttributeError, PicklingError),  # The work cannot be pickled for a spawned process.
)


def work(
    do: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    pack: Callable[[Result], Packed],
    processes: int | None = None,
    batch: int = BATCH,
) -> list[Result | Packed]:
    """Return `do(task)` for each task, in the order of the tasks; results of workers as `pack(do(task))`.

    `pack` converts a result for sending it between processes. `processes` is the number of processes, this one
    included; None means one for each processor, at most `MOST_PROCESSES`. An exception in a worker is ignored: the
    batch is repeated in this process, which raises what `do` raises there.
    """
    context = _context()
    batches = _Batches(do, tasks, pack, batch)
    wanted = _suitable_processes(len(tasks), context) if processes is None else processes
    workers = min(wanted, len(batches.starts())) - 1
    if workers < 1:
        return [do(task) for task in tasks]
    try:
        pool = ProcessPoolExecutor(workers, context, _start_worker, (batches,))
    except _UNAVAILABLE:
        return [do(task) for task in tasks]
    with _terminated(pool):
        return _results(batches, pool, threading.Semaphore(_BATCHES_PER_WORKER * workers))


def forks() -> bool:
    """Return whether workers are forked, and so inherit the values of this process. Forking is unsafe with threads."""
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> BaseContext:
    return multiprocessing.get_context("fork" if forks() else "spawn")


def _suitable_processes(tasks: int, context: BaseContext) -> int:
    spawned = context.get_start_method() == "spawn"
    if (spawned and tasks < _MINIMUM_SPAWNED) or multiprocessing.current_process().daemon:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, MOST_PROCESSES)


@dataclass(frozen=True, slots=True)
class _Batches(Generic[Task, Result, Packed]):
    """The tasks in batches; a batch is identified by the index of its first task."""

    do: Callable[[Task], Result]
    tasks: Sequence[Task]
    pack: Callable[[Result], Packed]
    size: int

    def starts(self) -> range:
        return range(0, len(self.tasks), self.size)

    def results(self, start: int) -> list[Result]:
        return [self.do(task) for task in self.tasks[start : start + self.size]]


def _results(
    batches: _Batches[Task, Result, Packed], pool: ProcessPoolExecutor, free: threading.Semaphore
) -> list[Result | Packed]:
    """Submit batches while `free` has places at the workers; run the others in this process."""
    done: dict[int, Sequence[Result | Packed]] = {}
    submitted: dict[int, Future[list[Packed]]] = {}
    for start in batches.starts():
        if free.acquire(blocking=False) and (future := _submit(pool, start)):
            future.add_done_callback(lambda _: free.release())
            submitted[start] = future
        else:
            done[start] = batches.results(start)
    for start, future in submitted.items():
        done[start] = batches.results(start) if future.exception() else future.result()
    return [result for start in batches.starts() for result in done[start]]


def _submit(pool: ProcessPoolExecutor, start: int) -> Future[Any] | None:
    """Submit a batch, for which the pool may start a worker; return None if that fails."""
    try:
        with _interrupt_blocked():
            return pool.submit(_worker_results, start)
    except _UNAVAILABLE:
        return None


_batches: ContextVar[_Batches[Any, Any, Any]] = ContextVar("batches")
"""The batches of a worker process."""


def _start_worker(batches: _Batches[Any, Any, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    _batches.set(batches)


def _exit_with_parent() -> None:
    """End this worker when its parent process has ended; otherwise it would wait for batches forever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _worker_results(start: int) -> list[Any]:
    batches = _batches.get()
    return list(map(batches.pack, batches.results(start)))


@contextmanager
def _terminated(pool: ProcessPoolExecutor) -> Iterator[None]:
    """Kill the workers at the end. After Ctrl-C their results are not needed, and a pool that could start only some
    workers would leave these running."""
    others = set(multiprocessing.active_children())
    try:
        yield
    finally:
        for worker in set(multiprocessing.active_children()) - others:
            worker.kill()
        pool.shutdown()


@contextmanager
def _interrupt_blocked() -> Iterator[None]:
    """Block Ctrl-C meanwhile: a worker that is just starting does not ignore it yet, and would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

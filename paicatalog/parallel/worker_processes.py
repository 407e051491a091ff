"""Work on many tasks, in batches, in several processes: this one and the workers of a `ProcessPoolExecutor`.

What the executor leaves to its user is here. This process works too, rather than wait; a batch that a worker does not
finish, because the work raised or the process died, is done again by this one; and what all batches have in common is
given to a worker once, so that a forked one is sent numbers alone. (`multiprocessing.Pool` would wait forever for what
a killed process was doing.)
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
"""Tasks that a process does at a time, where nothing else is said."""
MOST_PROCESSES = 4
_FEWEST_SPAWNED = 4_000
"""A spawned process loads the whole program first; fewer tasks are done by then."""
_SUBMITTED = 2
"""Batches for each worker: one that it does, and one that it takes next while this process is busy."""
_UNAVAILABLE = (
    *(BrokenProcessPool, OSError, ImportError, NotImplementedError),  # The system has no process or semaphore to give.
    *(TypeError, AttributeError, PicklingError),  # The work cannot be sent to a spawned process.
)


def work(
    do: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    pack: Callable[[Result], Packed],
    processes: int | None = None,
    batch: int = BATCH,
) -> list[Result | Packed]:
    """Return `do(task)` for each task, in their order; `pack` makes what a worker did ready to be sent.

    `processes` says how many work at it, this one included; None takes the machine's processors, up to four. Each does
    `batch` tasks at a time. What `do` raises is raised here, after it was tried in this process.
    """
    context = _context()
    batches = _Batches(do, tasks, pack, batch)
    wanted = _fitting(len(tasks), context) if processes is None else processes
    workers = min(wanted, len(batches.starts())) - 1
    if workers < 1:
        return [do(task) for task in tasks]
    try:
        pool = ProcessPoolExecutor(workers, context, _start_worker, (batches,))
    except _UNAVAILABLE:
        return [do(task) for task in tasks]
    with _ended(pool):
        return _results(batches, pool, threading.Semaphore(_SUBMITTED * workers))


def forks() -> bool:
    """Return whether other processes begin with all that this one has. Forking one that has threads can hang."""
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> BaseContext:
    return multiprocessing.get_context("fork" if forks() else "spawn")


def _fitting(tasks: int, context: BaseContext) -> int:
    spawned = context.get_start_method() == "spawn"
    if (spawned and tasks < _FEWEST_SPAWNED) or multiprocessing.current_process().daemon:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, MOST_PROCESSES)


@dataclass(frozen=True, slots=True)
class _Batches(Generic[Task, Result, Packed]):
    """What is to be done; a batch is known by the number of its first task."""

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
    """Submit each batch for which `free` has a place at the workers, and do it here where there is none."""
    done: dict[int, Sequence[Result | Packed]] = {}
    submitted: dict[int, Future[list[Packed]]] = {}
    for start in batches.starts():
        if free.acquire(blocking=False) and (future := _submitted(pool, start)):
            future.add_done_callback(lambda _: free.release())
            submitted[start] = future
        else:
            done[start] = batches.results(start)
    for start, future in submitted.items():
        done[start] = batches.results(start) if future.exception() else future.result()
    return [result for start in batches.starts() for result in done[start]]


def _submitted(pool: ProcessPoolExecutor, start: int) -> Future[Any] | None:
    """Submit a batch, which starts a worker as the pool needs one; None where that fails."""
    try:
        with _uninterrupted():
            return pool.submit(_worker_results, start)
    except _UNAVAILABLE:
        return None


_batches: ContextVar[_Batches[Any, Any, Any]] = ContextVar("batches")
"""What a worker was given when it started."""


def _start_worker(batches: _Batches[Any, Any, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _batches.set(batches)


def _end_with_parent() -> None:
    """Do not wait for a next batch forever when the parent was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _worker_results(start: int) -> list[Any]:
    batches = _batches.get()
    return list(map(batches.pack, batches.results(start)))


@contextmanager
def _ended(pool: ProcessPoolExecutor) -> Iterator[None]:
    """Kill the workers in the end: after Ctrl-C nobody waits for what they do, and the pool would leave them where only
    some could be started."""
    others = set(multiprocessing.active_children())
    try:
        yield
    finally:
        for worker in set(multiprocessing.active_children()) - others:
            worker.kill()
        pool.shutdown()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off: a worker that is being started does not ignore it yet, and would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

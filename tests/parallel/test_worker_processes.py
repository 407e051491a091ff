"""Several processes give what one gives, in the same order, whatever becomes of them."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from paicatalog import pipeline
from paicatalog.checking import check_files
from paicatalog.parallel import worker_processes
from paicatalog.parallel.worker_processes import work
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile

TASKS = range(950)
HERE = os.getpid()
OTHERS = worker_processes.multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn").Event()


def square(task: int) -> int:
    return task * task


def square_or_die(task: int) -> int:
    if task == 500 and os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return square_slowly(task)


def square_together(task: int) -> int:
    """The first process does nothing before another is at work."""
    if os.getpid() == HERE:
        assert OTHERS.wait(timeout=20)
    else:
        OTHERS.set()
    return task * task


def square_here_only(task: int) -> int:
    if os.getpid() != HERE:
        raise ValueError(task)
    return square_slowly(task)


def square_slowly(task: int) -> int:
    time.sleep(0.0002)
    return task * task


def as_text(result: int) -> str:
    return str(result)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_order_is_that_of_the_tasks(processes: int) -> None:
    found = work(square, TASKS, pack=as_text, processes=processes)
    assert list(map(int, found)) == [task * task for task in TASKS]


def test_what_fails_elsewhere_is_done_again_and_told_once(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(map(int, work(square_here_only, TASKS, pack=as_text, processes=2))) == [task * task for task in TASKS]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("batch", [1, 7, 2_000])
def test_batches_of_any_size_are_done(batch: int) -> None:
    assert list(map(int, work(square, TASKS, pack=as_text, processes=2, batch=batch))) == [t * t for t in TASKS]


@pytest.mark.skipif(sys.platform != "linux", reason="the event reaches only a fork")
def test_another_process_takes_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_processes, "_context", lambda: worker_processes.multiprocessing.get_context("fork"))
    found = work(square_together, range(400), pack=as_text, processes=2)
    assert str in {type(result) for result in found}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_what_a_killed_process_had_is_done_again() -> None:
    for _ in range(3):
        found = work(square_or_die, TASKS, pack=as_text, processes=2)
        assert list(map(int, found)) == [task * task for task in TASKS]


def test_a_spawned_process_does_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_processes, "_context", lambda: worker_processes.multiprocessing.get_context("spawn"))
    found = work(square, TASKS, pack=as_text, processes=2)
    assert list(map(int, found)) == [task * task for task in TASKS]


def test_what_cannot_be_sent_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_processes, "_context", lambda: worker_processes.multiprocessing.get_context("spawn"))
    assert work(lambda task: task * task, TASKS, pack=as_text, processes=2) == [task * task for task in TASKS]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked")
@pytest.mark.parametrize("possible", [0, 1])
def test_where_the_system_has_no_more_processes_fewer_work(possible: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fork, started = os.fork, []

    def fork_or_fail() -> int:
        if len(started) == possible:
            raise BlockingIOError("no more processes")
        started.append(True)
        return fork()

    monkeypatch.setattr(worker_processes, "_context", lambda: worker_processes.multiprocessing.get_context("fork"))
    monkeypatch.setattr(os, "fork", fork_or_fail)
    assert work(square, TASKS, pack=as_text, processes=3) == [task * task for task in TASKS]
    for process in worker_processes.multiprocessing.active_children():
        process.join(timeout=20)
    assert worker_processes.multiprocessing.active_children() == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_files_are_checked_the_same(catalog: Path, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if method not in worker_processes.multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")

    def checked() -> tuple[CheckedFile, ...]:
        return pipeline.check([catalog], shown_from=Path.cwd(), rules=RULES).files

    alone = checked()
    monkeypatch.setattr(check_files, "FEWEST_SHARED", 1)
    monkeypatch.setattr(worker_processes, "_context", lambda: worker_processes.multiprocessing.get_context(method))
    monkeypatch.setattr(worker_processes, "_suitable_processes", lambda *_: 2)
    monkeypatch.setattr(worker_processes, "BATCH", 20)
    assert checked() == alone


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups")
def test_nobody_works_on_for_a_killed_process(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(
        textwrap.dedent("""
            import os, signal, time
            from paicatalog.parallel.worker_processes import work

            HERE = os.getpid()

            def do(task):
                time.sleep(0.01)
                if task > 200 and os.getpid() == HERE:
                    os.kill(HERE, signal.SIGKILL)

            work(do, range(10_000), pack=do, processes=3)
        """),
        encoding="utf-8",
    )
    process = subprocess.Popen([sys.executable, str(script)], start_new_session=True)
    assert process.wait(timeout=20) == -signal.SIGKILL
    with pytest.raises(ProcessLookupError):
        for _ in range(200):
            os.killpg(process.pid, 0)
            time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="another way to interrupt")
def test_ctrl_c_ends_all_of_them_quietly(tmp_path: Path) -> None:
    script = tmp_path / "long.py"
    script.write_text(
        textwrap.dedent("""
            import sys, time
            from paicatalog.parallel.worker_processes import work

            def do(task):
                print("at work", flush=True)
                time.sleep(0.05)

            try:
                work(do, range(10_000), pack=do, processes=2)
            except KeyboardInterrupt:
                sys.exit(130)
        """),
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (130, "")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)

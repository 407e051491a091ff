"""No kill loses a site or a file of others; two builds at once do not mix; nothing works on for a killed build."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from odd_catalog import VALID, write_mkdocs_yml

pytestmark = [
    pytest.mark.xdist_group("last-site"),
    pytest.mark.skipif(sys.platform == "win32", reason="other signals"),
]

KILLED_BUILDS = Path(__file__).parent / "killed_builds.py"
LONGEST_WAIT = 20.0
SLOW = """
import time
from pathlib import Path

def on_pre_build(config):
    Path("started").touch()
    while not Path("go").exists():
        time.sleep(0.02)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository whose builds wait for a file `go`."""
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "model.yaml").write_text(VALID["model.yaml"])
    write_mkdocs_yml(tmp_path, theme="mkdocs")
    (tmp_path / "slow.py").write_text(SLOW)
    with (tmp_path / "mkdocs.yml").open("a") as stream:
        stream.write("hooks: [slow.py]\n")
    return tmp_path


@pytest.fixture
def building(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A build that has begun and does not end."""
    command = [sys.executable, "-m", "paicatalog", "build"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True) as started:
        waited((folder / "started").exists)
        yield started
        (folder / "go").touch()
        started.kill()


def waited(ask: Any) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while not ask():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_running(process_group: int) -> bool:
    try:
        os.killpg(process_group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("means", ["exchange", "rename"])
def test_a_kill_at_any_call_loses_nothing(folder: Path, means: str) -> None:
    command = [sys.executable, str(KILLED_BUILDS), str(folder), means]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    number, last = done.stdout.split(maxsplit=1)
    assert last == "killed, 0 losses\n", done.stdout
    assert int(number) > 40


def test_a_second_build_says_that_one_is_running(folder: Path, building: subprocess.Popen[str], run: Any) -> None:
    second = run("build", cwd=folder, timeout=LONGEST_WAIT)
    assert second.returncode == 2
    assert (
        f"Another build of {folder}/site is running (process {building.pid}). Wait for it or stop it, then build again."
        in second.stderr
    )
    (folder / "go").touch()
    assert building.wait(LONGEST_WAIT) == 0
    assert (folder / "site/index.html").is_file()
    assert run("build", cwd=folder).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_nothing_works_on_for_a_build_that_was_ended(
    folder: Path, building: subprocess.Popen[str], run: Any, number: signal.Signals
) -> None:
    building.send_signal(number)
    waited(lambda: building.poll() is not None and not is_running(building.pid))
    assert building.returncode in (-number, 128 + number, 1)
    assert building.stderr is not None
    assert "Traceback" not in building.stderr.read()
    (folder / "go").touch()
    assert run("build", cwd=folder).returncode == 0
    assert not list(folder.glob(".site*"))


def test_where_the_system_does_not_end_children_they_end_themselves(folder: Path) -> None:
    script = (
        "import sys; from paicatalog.cli import mkdocs_child; sys.argv[0:1] = ['child'];"
        "mkdocs_child._signal_at_end_of_parent = lambda: False; mkdocs_child.main()"
    )
    command = [sys.executable, "-c", script, str(os.getpid()), "warnings", "build", "-d", str(folder / "built")]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE) as child:
        waited((folder / "started").exists)
        assert child.stdin is not None
        child.stdin.close()
        try:
            assert child.wait(LONGEST_WAIT) == 1
        finally:
            (folder / "go").touch()

"""An engine leaves nothing behind, even if the tests are killed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sandbox import Sandbox, as_root, wait_until

pytestmark = [pytest.mark.engine]
MARK = "3141592"
"""The argument by which a daemon of this test is known among all processes."""


def daemons() -> str:
    return subprocess.run(["pgrep", "-f", f"sleep {MARK}"], capture_output=True, text=True, check=False).stdout


def test_what_a_sandbox_runs_ends_with_it(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path, f"sleep {MARK} &\nip link add bridge type bridge\n")
    assert daemons()
    assert "bridge" in sandbox.run("ip", "link").stdout
    assert "bridge" not in subprocess.run(["ip", "link"], capture_output=True, text=True, check=True).stdout
    sandbox.stop()
    assert not daemons()


def test_what_a_sandbox_runs_ends_with_whoever_started_it(tmp_path: Path) -> None:
    as_root()
    program = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from sandbox import Sandbox
Sandbox(Path({str(tmp_path)!r}), "sleep {MARK} &")
print("up", flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "up\n"
        assert daemons()
        process.kill()
    began = time.monotonic()
    wait_until(lambda: not daemons(), 10)
    assert time.monotonic() - began < 5

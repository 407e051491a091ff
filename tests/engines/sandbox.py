"""Processes in namespaces of their own, where an engine can do as on a machine of its own.

Network, mounts, host name and process ids are private: an engine's bridges, firewall rules, `/run` and containers exist
in there only. All of it ends with this process, even if it is killed, because the first process in there reads from it.
"""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

NAMESPACES = ("--pid", "--mount", "--net", "--uts", "--ipc")
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_START = "mount -t tmpfs tmpfs /run\nip link set lo up\n"
_WAIT = "\necho ready\nread -r _ || true\n"
_START_SECONDS = 60


def require(packages: Mapping[str, str]) -> None:
    """Skip the test unless all programs are installed; `packages` is program -> its package in Debian."""
    missing = [package for program, package in packages.items() if not shutil.which(program, path=SYSTEM_PATH)]
    if missing:
        pytest.skip(f"missing packages: `apt-get install --no-install-recommends {' '.join(dict.fromkeys(missing))}`")


def as_root() -> list[str]:
    """Return the words before a command that needs root; skips the test where nobody can be root."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    pytest.skip("engines need root: run the tests as root, or with sudo that asks for no password")


class Sandbox:
    """Namespaces with what a bash script has started in them."""

    def __init__(self, folder: Path, script: str, **variables: str) -> None:
        """Run a script, which must leave its daemons in the background; its output is in `folder/sandbox.log`."""
        require({"unshare": "util-linux", "nsenter": "util-linux", "ip": "iproute2"})
        self.folder, self.variables = folder, {"PATH": SYSTEM_PATH, **variables}
        self._log = folder / "sandbox.log"
        file = folder / "sandbox.sh"
        file.write_text(f"set -eu\ncd {folder}\n{{\n{_START}{script}\n}} >&2\n{_WAIT}")
        words = [*as_root(), *_env(self.variables), "unshare", "--fork", "--kill-child", *NAMESPACES, "--mount-proc"]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [*words, "bash", str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        timer = threading.Timer(_START_SECONDS, self._process.kill)
        timer.start()
        assert self._process.stdout
        ready = self._process.stdout.readline()
        timer.cancel()
        if ready != "ready\n":
            self.stop()
            output = self._log.read_text()
            if "unshare" in output:
                pytest.skip(f"engines need a machine that lets root make namespaces: {output}")
            raise AssertionError(f"the engine did not start: {output}")
        self._first = _first_process(self._process.pid)

    def command(self, words: Sequence[str | Path], folder: Path, variables: Mapping[str, str]) -> list[str]:
        """Return the command that runs another one in the namespaces."""
        entering = ["nsenter", f"--target={self._first}", *NAMESPACES, f"--wd={folder}"]
        return [*as_root(), *entering, *_env({**self.variables, **variables}), *map(str, words)]

    def run(
        self, *words: str | Path, folder: Path | None = None, check: bool = True, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the namespaces to its end."""
        command = self.command(words, folder or self.folder, variables)
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0 or not check, f"{words} failed: {done.stdout}{done.stderr}"
        return done

    def stop(self) -> None:
        """End all that runs in there, and delete what the engine has written."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=30)


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until a function returns something true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"this takes longer than {seconds} seconds"
        time.sleep(0.05)


def _env(variables: Mapping[str, str]) -> list[str]:
    return ["env", "-i", *(f"{name}={value}" for name, value in variables.items())]


def _first_process(top: int) -> int:
    """Return the process below `top` that is number 1 in its own namespace."""
    for pid in _descendants(top):
        numbers = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line[:5] == "NSpid")
        if numbers.split()[2:] == ["1"]:
            return pid
    raise AssertionError("the sandbox has no first process")


def _descendants(top: int) -> list[int]:
    children = Path(f"/proc/{top}/task/{top}/children").read_text().split()
    return [top, *(pid for child in children for pid in _descendants(int(child)))]

#!/usr/bin/env python3
"""A stand-in for Apptainer, which Debian 12 does not have: it knows `pull` and `exec`.

The command runs in a mount namespace of its own in which the folders of `--bind` are mounted; the root is this
machine's. Two things are as in Apptainer because exports depend on them: the file systems of a container are served
by a process beside it (FUSE), without which the commands get SIGBUS; and signals to the runtime go on to the command.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

WITH_VALUE = ("--bind", "--workdir", "--overlay", "--pwd")
CLONE_NEWNS = 0x00020000
FAILING_IMAGE = "fails"


def main(words: list[str]) -> int:
    return pull(words[1:]) if words[0] == "pull" else execute(words[1:])


def pull(words: list[str]) -> int:
    """Write what an image file would be made from: its name and the login."""
    file, image = words
    login = {name: os.environ.get(f"APPTAINER_DOCKER_{name}", "") for name in ("USERNAME", "PASSWORD")}
    if FAILING_IMAGE in image:
        sys.stderr.write("FATAL: manifest unknown\n")
        return 255
    Path(file).write_text(json.dumps({"image": image, **login}))
    return 0


def execute(words: list[str]) -> int:
    values: dict[str, list[str]] = {option: [] for option in WITH_VALUE}
    while words[0].startswith("--"):
        option = words.pop(0)
        if option in WITH_VALUE:
            values[option].append(words.pop(0))
    json.loads(Path(words[0]).read_text())
    file_system = subprocess.Popen(["sleep", "1000"])
    command = subprocess.Popen(words[1:], preexec_fn=lambda: enter(values))  # noqa: PLW1509 (no threads here)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: command.send_signal(number))
    while True:
        ended, status = os.wait()
        if ended == command.pid:
            file_system.kill()
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        for pid in descendants(command.pid):
            os.kill(pid, signal.SIGBUS)


def enter(values: dict[str, list[str]]) -> None:
    """Enter a mount namespace with the folders that `--bind` names, and with a `/tmp` and a `/root` of its own."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNS):
        raise OSError(ctypes.get_errno(), "unshare")
    mount("--make-rprivate", "/")
    for listed in values["--bind"]:
        for bind in listed.split(","):
            source, target, *_ = [*bind.split(":"), bind]
            Path(target).mkdir(parents=True, exist_ok=True)
            mount("--bind", source, target)
    for folder in ("/tmp", "/root"):
        mount("-t", "tmpfs", "tmpfs", folder)
    os.chdir((values["--pwd"] or ["/"])[-1])


def mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def descendants(top: int) -> list[int]:
    """Return a process and all that it started."""
    children = Path(f"/proc/{top}/task/{top}/children").read_text().split()
    return [top, *(pid for child in children for pid in descendants(int(child)))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Exported folders, and their scripts as a user runs them."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker_engine import IMAGE

from paicatalog.protocol.yaml.dump import dump
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.openpai.platform import openpai_instructions
from paicatalog.reproduce.platforms import instructions
from paicatalog.reproduce.shell.code import plain

HARDWARE = {"cpu": 1, "memoryMB": 64, "gpu": 0}
MOST_SECONDS = 60
CLUSTER = "https://pai.example.com"


def job(roles: Mapping[str, Mapping[str, Any]], *, image: str = IMAGE, **keys: Any) -> dict[str, Any]:
    """Return a valid job; a role may have `ports` beside the keys of the protocol."""
    listed = {}
    for name, fields in roles.items():
        own = dict(fields)
        ports = own.pop("ports", None)
        hardware = {**HARDWARE, **({"ports": ports} if ports else {})}
        listed[name] = {"dockerImage": "image", "resourcePerInstance": hardware, **own}
    prerequisite = {"type": "dockerimage", "name": "image", "uri": image, **keys.pop("image_keys", {})}
    base = {"protocolVersion": 2, "name": "engine-test", "type": "job", "prerequisites": [prerequisite]}
    return {**base, **keys, "taskRoles": listed}


def write_export(data: Mapping[str, Any], platform: str, folder: Path) -> Path:
    """Write what `paicatalog export` writes, without the texts for people."""
    if platform == "openpai":
        made = openpai_instructions(Request(data=data, text=dump(data), name=data["name"], cluster=CLUSTER))
    else:
        made = instructions(dict(data), platform=platform, cluster=CLUSTER)
    assert not made.refusal, made.refusal
    for file in made.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plain(file.content))
        path.chmod(0o755 if file.executable else 0o644)
    return folder


@dataclass(frozen=True)
class Result:
    """What a user sees of a run."""

    status: int
    output: str
    """Both streams, as in a terminal."""
    seconds: float


class Run:
    """A running script, with its output in a file."""

    def __init__(self, words: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> None:
        self._file = folder.parent / f"{folder.name}.output"
        self._began = time.monotonic()
        with self._file.open("w") as output:
            self.process = subprocess.Popen(
                list(map(str, words)),
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._file.read_text(errors="replace")

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Wait until the output contains a text."""
        deadline = time.monotonic() + seconds
        while text not in self.output:
            assert self.process.poll() is None, f"the script ended without {text!r}: {self.output}"
            assert time.monotonic() < deadline, f"there is no {text!r}: {self.output}"
            time.sleep(0.05)

    def interrupt(self) -> None:
        """Do as a terminal does on Ctrl-C: signal all processes in the foreground."""
        os.killpg(self.process.pid, signal.SIGINT)

    def terminate(self) -> None:
        """Do as `kill` does: signal the script alone."""
        self.process.terminate()

    def result(self, seconds: float = MOST_SECONDS) -> Result:
        """Wait for the end of the script."""
        try:
            status = self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise AssertionError(f"the script does not end: {self.output}") from None
        return Result(status, self.output, time.monotonic() - self._began)

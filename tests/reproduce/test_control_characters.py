"""Text of a job's file cannot control the terminal in which an export is read or run, nor reorder what is shown."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paicatalog.reproduce.platforms import PLATFORMS, instructions
from paicatalog.reproduce.shell.code import plain

Job = Callable[..., dict[str, Any]]

CONTROLS = {
    "escape": "\x1b]0;title\x07",
    "bell": "\x07",
    "return": "\r",
    "c1": "\x9b31m",
    "delete": "\x7f",
    "override": "\u202eabc",
    "isolate": "\u2066abc\u2069",
    "mark": "\u200f",
}
SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def controlling(job: Job, text: str) -> dict[str, Any]:
    """Return a job with the text in each field that exports contain, but for the commands themselves."""
    data = job(
        f"echo <% $secrets.k{text} %> <% $parameters.lr %>",
        parameters={"lr": f"value{text}"},
        secrets={f"k{text}": "", "p": ""},
        name="demo",
    )
    auth = {"username": f"user{text}", "password": "<% $secrets.p %>", "registryuri": f"r.example{text}"}
    data["prerequisites"][0]["auth"] = auth
    return data


@pytest.mark.parametrize("text", CONTROLS.values(), ids=CONTROLS)
@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != "openpai"])
def test_no_file_and_no_step_has_them(job: Job, platform: str, text: str) -> None:
    found = instructions(controlling(job, text), platform=platform, cluster="https://pai.example.com")
    assert found.files and not found.refusal
    shown = {file.name: plain(file.content) for file in found.files}
    shown |= {step.text: step.text + plain(step.code or ()) for step in found.steps}
    assert [name for name, content in shown.items() if SHOWN.search(content)] == []


@pytest.mark.parametrize("text", CONTROLS.values(), ids=CONTROLS)
@pytest.mark.parametrize("platform", ["openpai", "local", "compose", "kubernetes", "slurm"])
def test_no_prompt_prints_them(job: Job, tmp_path: Path, platform: str, text: str) -> None:
    found = instructions(controlling(job, text), platform=platform, cluster="https://pai.example.com")
    for file in found.files:
        (tmp_path / file.name).parent.mkdir(exist_ok=True)
        (tmp_path / file.name).write_bytes(plain(file.content).encode())
    for program in ("docker", "kubectl", "sbatch", "srun", "curl"):
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    variables = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PAI_USER": "ada", "PAI_TOKEN": "token"}
    script = "submit.sh" if platform == "openpai" else "run.sh"
    done = subprocess.run(["bash", script], cwd=tmp_path, env=variables, input=b"", capture_output=True, check=False)
    printed = (done.stdout + done.stderr).decode()
    assert "k" in printed and not SHOWN.search(printed)

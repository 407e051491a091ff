"""Jobs to reproduce, and shells to run their instructions."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paicatalog.reproduce.instructions import Instructions
from paicatalog.reproduce.shell.code import plain

HOSTILE = (
    'it\'s "quoted"',
    "two  spaces and\ttab",
    "line one\nline two\n\nline four",
    "$(touch owned) `touch owned` ${HOME} $$",
    "a; touch owned & touch owned | touch owned > owned",
    "ünïcödé 中文 \U0001f600",
    "back\\slash \\n \\& & && %s %%",
    "COMMANDS\nEND_OF_SCRIPT\ntouch owned",
    "*/../* ~ !! #no # comment",
    "<b>&amp;</b> <% open %> and <% $secrets.other %>",
)
"""Values that break code without quoting, or with one level too little."""

PLAIN_NAMES = (
    *(
        "name",
        "names",
        "folder",
        "line",
        "index",
        "role",
        "roles",
        "result",
        "status",
        "given",
        "code",
        "tried",
        "logs",
    ),
    *("group", "waited", "signal", "alive", "retries", "found", "listed", "service", "containers"),
)
"""Names of parameters that scripts are likely to use for their own variables."""

_DOCKER = """\
#!{python}
import json, os, subprocess, sys
arguments = sys.argv[1:]
with open(os.environ["DOCKER_LOG"], "a") as log:
    log.write(json.dumps(arguments) + "\\n")
if arguments[0] != "run":
    # No image is here yet, and one can be pulled unless DOCKER_PULL says otherwise.
    sys.exit(arguments[0] == "image" or (arguments[0] == "pull" and "DOCKER_PULL" in os.environ))
values = dict(zip(arguments[1:], arguments[2:]))
with open(values["--env-file"]) as file:
    variables = dict(line.rstrip("\\n").split("=", 1) for line in file)
for option, name in zip(arguments[1:], arguments[2:]):
    if option == "--env":
        variables[name] = os.environ[name]
mount = dict(part.split("=", 1) for part in values["--mount"].split(",") if "=" in part)
if mount["target"] != arguments[-1]:
    sys.exit("the container would not find " + arguments[-1])
variables["PATH"] = os.environ["PATH"]
sys.exit(subprocess.run([values["--entrypoint"], mount["source"]], env=variables, stdin=subprocess.DEVNULL).returncode)
"""


@pytest.fixture
def job() -> Callable[..., dict[str, Any]]:
    """Return a valid job of one container. Keywords replace its keys, `role` those of its task role."""

    def build(*commands: str, role: dict[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
        worker = {
            "dockerImage": "image",
            "resourcePerInstance": {"cpu": 2, "memoryMB": 4096, "gpu": 0},
            "commands": list(commands) or ["echo hello"],
            **(role or {}),
        }
        image = {"type": "dockerimage", "name": "image", "uri": "python:3.12"}
        base = {"protocolVersion": 2, "name": "demo", "type": "job", "prerequisites": [image]}
        return {**base, "taskRoles": {"worker": worker}, **keys}

    return build


@pytest.fixture
def bash(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs a bash script in an empty folder. Keywords are environment variables."""

    def run(text: str, **variables: str) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "container"
        folder.mkdir(exist_ok=True)
        script = tmp_path / "entry.sh"
        script.write_text(text, encoding="utf-8")
        environment = {"PATH": os.environ["PATH"], **variables}
        done = subprocess.run(["bash", script], cwd=folder, env=environment, capture_output=True, check=False)
        # Decoded here, since Python's text mode would replace carriage returns by line feeds.
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def paste(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that pastes text into a shell in an empty folder, where `docker` runs the entry script."""
    folder, programs = tmp_path / "here", tmp_path / "programs"
    folder.mkdir()
    programs.mkdir()
    docker = programs / "docker"
    docker.write_text(_DOCKER.format(python=sys.executable), encoding="utf-8")
    docker.chmod(0o755)
    variables = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "DOCKER_LOG": str(tmp_path / "docker.log"),
    }

    def run(text: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash"], input=text, cwd=folder, env={**variables, **more}, capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture
def docker_calls(tmp_path: Path) -> Callable[[], list[list[str]]]:
    """Return the arguments of each call of `docker` so far."""
    return lambda: [json.loads(line) for line in (tmp_path / "docker.log").read_text().splitlines()]


@pytest.fixture
def all_code() -> Callable[[Instructions], str]:
    """Join the code of all steps."""
    return lambda found: "\n".join(plain(step.code) for step in found.steps if step.code)


@pytest.fixture
def shellcheck() -> Callable[[str], None]:
    """Assert that ShellCheck reports nothing."""
    program = shutil.which("shellcheck")
    if not program:
        pytest.skip("ShellCheck is not installed: `apt-get install shellcheck`")

    def check(text: str) -> None:
        done = subprocess.run([program, "--shell=bash", "-"], input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout

    return check


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """Return a value that breaks wrong quoting. Tests run with each."""
    return str(request.param)


@pytest.fixture
def plainly_named(job: Callable[..., dict[str, Any]]) -> tuple[dict[str, Any], dict[str, str], str]:
    """Return a job with parameters that have common names, new values for them, and its output with these."""
    commands = [f"echo {name}=<% $parameters.{name} %>" for name in PLAIN_NAMES]
    data = job(*commands, parameters=dict.fromkeys(PLAIN_NAMES, "old"))
    values = {name: f"new{number}" for number, name in enumerate(PLAIN_NAMES)}
    return data, values, "".join(f"{name}={value}\n" for name, value in values.items())


@pytest.fixture
def all_hostile() -> tuple[str, ...]:
    """Return all of these values, for tests that are too slow to run with each."""
    return HOSTILE

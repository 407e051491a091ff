"""The folder for the local machine: its script runs the job's commands."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from paicatalog.reproduce.instructions import Instructions
from paicatalog.reproduce.platforms import instructions
from paicatalog.reproduce.shell.code import plain

Job = Callable[..., dict[str, Any]]
Run = Callable[..., subprocess.CompletedProcess[str]]
CATALOG = Path(__file__).parents[2] / "catalog"


def local(data: dict[str, Any], **options: Any) -> Instructions:
    return instructions(data, platform="local", cluster="https://pai.example.com", **options)


def shipped(kind: str, name: str) -> Any:
    return yaml.safe_load((CATALOG / kind / f"{name}.yaml").read_text(encoding="utf-8"))


def roles(job: Job, **fields: dict[str, Any]) -> dict[str, Any]:
    """Return a job of several roles. Unless they say otherwise, none of them ends the job alone."""
    data = job()
    base = {**data["taskRoles"]["worker"], "completion": {"minSucceededInstances": -1}}
    return {**data, "taskRoles": {name: {**base, **own} for name, own in fields.items()}}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[Instructions], Path]:
    """Write the folder."""

    def write(found: Instructions) -> Path:
        assert not found.refusal
        for file in found.files:
            path = tmp_path / "export" / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(plain(file.content), encoding="utf-8")
            path.chmod(0o755 if file.executable else 0o644)
        return tmp_path / "export"

    return write


@pytest.fixture
def run(folder: Callable[[Instructions], Path]) -> Run:
    """Write the folder and run its `run.sh`."""

    def start(found: Instructions, /, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [folder(found) / "run.sh"],
            env={"PATH": os.environ["PATH"], **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return start


def test_the_shipped_monte_carlo_job_runs_here(run: Run) -> None:
    done = run(local(shipped("jobs", "monte-carlo-pi")), samples="10000")
    lines = sorted(done.stdout.splitlines())
    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in lines] == [f"sampler-{i} | instance {i}" for i in range(4)]
    assert all("pi is about 3." in line and "from 10000 points" in line for line in lines)
    assert len(set(lines)) == 4
    assert "with your rights" in done.stderr


def test_the_shipped_linear_regression_runs_here(run: Run) -> None:
    data = shipped("jobs", "linear-regression")
    done = run(local(data))
    assert done.returncode == 0 and "least squares     y = 3." in done.stdout
    done = run(local(data), steps="3")
    assert done.returncode == 1 and "the two lines differ" in done.stderr


def test_the_shipped_word_count_runs_here_and_its_instances_find_each_other(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("the cat\nthe dog\nthe end of the book\n" * 30)
    data = shipped("jobs", "word-count")
    data["prerequisites"][1]["uri"] = [book.as_uri()]
    done = run(local(data), top="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "reducer-0 | 3 of 3 mappers have reported\n" in done.stdout
    assert "reducer-0 | 270 words, 6 different\n" in done.stdout
    assert "reducer-0 |     120 the\n" in done.stdout


def test_hostile_values_arrive_unchanged_and_nothing_else_runs(
    job: Job, run: Run, hostile: str, tmp_path: Path
) -> None:
    command = "cat <<'THE_END'\n<% $parameters.value %>|<% $parameters.other %>|<% $secrets.key %>\nTHE_END"
    value = hostile.replace("$secrets", "$other")
    data = job(command, parameters={"value": value, "other": 1}, secrets={"key": "******"})
    done = run(local(data), PAI_SECRET_key=hostile, other=value)
    assert (done.stdout, done.returncode) == (f"{value}|{value}|{hostile}\n", 0)
    assert not list(tmp_path.rglob("owned"))


def test_a_parameter_may_have_any_name(run: Run, plainly_named: tuple[dict[str, Any], dict[str, str], str]) -> None:
    data, values, expected = plainly_named
    data["taskRoles"]["worker"]["instances"] = 2
    done = run(local({**data, "jobRetryCount": 1}), **values)
    for name in ("worker-0", "worker-1"):
        lines = [line for line in done.stdout.splitlines(keepends=True) if line.startswith(name)]
        assert "".join(line.removeprefix(f"{name} | ") for line in lines) == expected


def test_each_container_has_its_folder_its_variables_and_no_secret_of_another(
    job: Job, run: Run, tmp_path: Path
) -> None:
    shows = {"commands": ["touch here", "env"], "instances": 2}
    data = roles(job, one={"commands": ["echo <% $secrets.key %>"]}, two=shows)
    done = run(local({**data, "secrets": {"key": "***"}}), PAI_SECRET_key="hidden", PAI_SSH_KEY="x")
    lines = done.stdout.splitlines()
    assert [line for line in lines if "hidden" in line] == ["one-0 | hidden"]
    assert "two-1 | PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX=1" in lines
    assert "two-0 | PAI_HOST_IP_two_1=127.0.0.1" in lines
    assert not [line for line in lines if "PAI_SSH_KEY" in line]
    (work,) = (tmp_path / "export" / "work").iterdir()
    assert (work / "two-0" / "here").exists() and (work / "two-1" / "here").exists()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"one": {}, "two": {}}, 0),
        ({"one": {}, "two": {"commands": ["exit 3"]}}, 3),
        ({"one": {"commands": ["sleep 60"]}, "two": {"commands": ["exit 3"]}}, 3),
        ({"one": {"commands": ["sleep 60"]}, "two": {"completion": {"minSucceededInstances": 1}}}, 0),
        ({"servers": {"commands": ["sleep 60"]}, "workers": {"instances": 2, "completion": {}}}, 0),
        ({"one": {}, "two": {"commands": ["sleep 1; exit 3"]}}, 3),
        ({"one": {}, "two": {"commands": ["exit 3"], "completion": {"minFailedInstances": -1}}}, 0),
        ({"one": {"commands": ["exit 3"], "instances": 2, "completion": {"minFailedInstances": 2}}}, 3),
        ({"one": {"commands": ["exit 3"], "completion": {"minFailedInstances": 2}}, "two": {}}, 0),
    ],
    ids=[
        "all end",
        "one fails",
        "failure ends it",
        "success ends it",
        "a role ends it",
        "success counts not",
        "failures count not",
        "two fail",
        "one may",
    ],
)
def test_the_job_ends_when_its_completion_policy_says_so(
    job: Job, run: Run, *, fields: dict[str, Any], status: int
) -> None:
    started = time.monotonic()
    done = run(local(roles(job, **fields)))
    assert done.returncode == status, done.stderr
    assert done.stderr.splitlines()[-1] == ("The job failed with status 3." if status else "The job succeeded.")
    assert time.monotonic() - started < 30
    assert "Terminated" not in done.stderr and "Killed" not in done.stderr


def test_containers_and_the_job_are_tried_as_often_as_they_ask_for(job: Job, run: Run, tmp_path: Path) -> None:
    data = job(f"echo tried >>{tmp_path}/tries", "exit 4", role={"taskRetryCount": 2}, jobRetryCount=1)
    done = run(local({**data, "extras": {"gangAllocation": False}}))
    assert done.returncode == 4 and "run again (1 of 1)" in done.stderr
    assert (tmp_path / "tries").read_text() == "tried\n" * 6


def test_under_gang_allocation_a_container_is_tried_once(job: Job, run: Run, tmp_path: Path) -> None:
    data = job(f"echo tried >>{tmp_path}/tries", "exit 4", role={"taskRetryCount": 2})
    assert run(local(data)).returncode == 4
    assert (tmp_path / "tries").read_text() == "tried\n"


def test_ctrl_c_stops_all_that_runs(job: Job, folder: Callable[[Instructions], Path], tmp_path: Path) -> None:
    commands = ["sleep 60 &", f'echo "$!" >{tmp_path}/up-$PAI_TASK_INDEX', "sleep 60"]
    script = folder(local(job(*commands, role={"instances": 2}))) / "run.sh"
    with subprocess.Popen([script], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        while not (tmp_path / "up-1").exists() or not (tmp_path / "up-0").exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    for index in (0, 1):
        child = (tmp_path / f"up-{index}").read_text().strip()
        state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False).stdout
        assert state.strip()[:1] in ("", "Z"), "it is still running"


def test_what_only_a_container_gives_is_told(job: Job) -> None:
    plugin = {"plugin": "git", "parameters": {"repo_uri": "https://example.com/code.git"}}
    role = {"extraContainerOptions": {"infiniband": True}}
    ssh = {"plugin": "ssh", "parameters": {"jobssh": True}}
    found = local(job(role=role, extras={"com.microsoft.pai.runtimeplugin": [plugin, ssh]}))
    told = {each.feature for each in found.untranslated}
    assert told >= {"dockerImage", "resourcePerInstance", "infiniband", "clone folder of git", "plugin ssh"}


@pytest.mark.parametrize("instances", [1, 2])
def test_shellcheck_has_nothing_to_say(job: Job, instances: int, shellcheck: Callable[[str], None]) -> None:
    data = roles(job, one={"commands": ["echo <% $secrets.a %>"], "instances": instances}, two={})
    for file in local({**data, "secrets": {"a": ""}, "jobRetryCount": 1}).files:
        if file.name.endswith(".sh"):
            shellcheck(plain(file.content))

"""The folder for Docker Compose: its file is valid, and its script runs the job."""

import json
import os
import subprocess
import sys
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
Calls = Callable[[], list[list[str]]]

DOCKER = '''#!{python}
"""Docker as `run.sh` sees it: each container is a process of this machine, looked after by another of this program."""
import json, os, pathlib, signal, subprocess, sys, time
import yaml
state, words = pathlib.Path(os.environ["FAKE_STATE"]), sys.argv[1:]
with (state / "calls").open("a") as log:
    log.write(json.dumps(words) + chr(10))

def note(name, **facts):
    new = state / (name + ".new")
    new.write_text(json.dumps(facts))
    new.rename(state / (name + ".json"))

def notes():
    return {{file.stem: json.loads(file.read_text()) for file in sorted(state.glob("*.json"))}}

def variables(service):
    found = {{"PATH": os.environ["PATH"]}}
    for name in service["env_file"]:
        found |= dict(line.split("=", 1) for line in pathlib.Path(name).read_text().splitlines())
    for name, value in service["environment"].items():
        if value is not None:
            found[name] = value.replace("$$", "$")
        elif name in os.environ:
            found[name] = os.environ[name]
    return found

def supervise(name):
    service = yaml.safe_load(open(os.environ["COMPOSE_FILE"]))["services"][name]
    (mount,) = service["volumes"]
    program, script = service["entrypoint"]
    script = script.replace(mount["target"], mount["source"])
    policy, _, times = service.get("restart", "no").partition(":")
    folder = state / (name + ".folder")
    folder.mkdir(exist_ok=True)
    for tried in range(1 + int(times or 0)):
        with (state / (name + ".log")).open("a") as log:
            done = subprocess.Popen([program, os.path.abspath(script)], cwd=folder, env=variables(service),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        note(name, status="running", code=0, pid=done.pid)
        if done.wait() == 0:
            break
    note(name, status="exited", code=done.returncode % 256, pid=0)

if words[0] == "supervise":
    supervise(words[1])
elif words[:2] == ["compose", "up"]:
    for old in state.glob("*.log"):
        old.unlink()
    names = yaml.safe_load(open(os.environ["COMPOSE_FILE"]))["services"]
    for name in names:
        note(name, status="created", code=0, pid=0)
    for name in names:
        subprocess.Popen([sys.argv[0], "supervise", name], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
    while any(each["status"] != "exited" for each in notes().values()):
        time.sleep(0.1)
    for file in sorted(state.glob("*.log")):
        for line in file.read_text().splitlines():
            print(file.stem + "  | " + line)
elif words[:2] == ["compose", "ps"]:
    print(*(notes() if "--quiet" in words else ()), sep=chr(10))
elif words[0] == "inspect":
    assert words[2].split("}}}}")[1:] == [" {{{{.State.Status", " {{{{.State.ExitCode", ""], words[2]
    for name in words[3:]:
        print(name, notes()[name]["status"], notes()[name]["code"])
elif words[:2] in (["compose", "stop"], ["compose", "down"]):
    for each in notes().values():
        if each["pid"]:
            os.killpg(each["pid"], signal.SIGTERM)
elif words[0] == "image":
    sys.exit(1)
'''


def compose(data: dict[str, Any], **options: Any) -> Instructions:
    return instructions(data, platform="compose", cluster="https://pai.example.com", **options)


def text(found: Instructions, name: str) -> str:
    return next(plain(file.content) for file in found.files if file.name == name)


def services(found: Instructions) -> dict[str, Any]:
    listed: dict[str, Any] = yaml.safe_load(text(found, "compose.yaml"))["services"]
    return listed


def roles(job: Job, **fields: dict[str, Any]) -> dict[str, Any]:
    """Return a job of several roles. Unless they say otherwise, none of them ends the job alone."""
    data = job()
    base = {**data["taskRoles"]["worker"], "completion": {"minSucceededInstances": -1}}
    return {**data, "taskRoles": {name: {**base, **own} for name, own in fields.items()}}


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Write the folder and start its `run.sh`, with a fake Docker that runs containers as local processes."""
    programs, state = tmp_path / "programs", tmp_path / "state"
    programs.mkdir()
    state.mkdir()
    docker = programs / "docker"
    docker.write_text(DOCKER.format(python=sys.executable))
    docker.chmod(0o755)

    def begin(found: Instructions, /, **variables: str) -> subprocess.Popen[str]:
        assert not found.refusal
        folder = tmp_path / "export"
        for file in found.files:
            path = folder / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(plain(file.content))
            path.chmod(0o755 if file.executable else 0o644)
        own = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "FAKE_STATE": str(state)}
        return subprocess.Popen(
            [folder / "run.sh"],
            env={**own, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return begin


@pytest.fixture
def run(start: Callable[..., subprocess.Popen[str]]) -> Run:
    """Run the folder's `run.sh` until it ends."""

    def finish(found: Instructions, /, **variables: str) -> subprocess.CompletedProcess[str]:
        with start(found, **variables) as process:
            out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return finish


@pytest.fixture
def calls(tmp_path: Path) -> Callable[[], list[list[str]]]:
    """Return the arguments of each call of `docker` so far."""
    return lambda: [json.loads(line) for line in (tmp_path / "state" / "calls").read_text().splitlines()]


@pytest.fixture
def judge(tmp_path: Path) -> Callable[[Instructions], None]:
    """Assert that the file is valid by the schema of the Compose specification."""

    def check(found: Instructions) -> None:
        file = tmp_path / "compose.yaml"
        file.write_text(text(found, "compose.yaml"))
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    return check


def test_a_container_gets_what_the_job_asks_for(job: Job, judge: Callable[[Instructions], None]) -> None:
    resources = {"cpu": 4, "memoryMB": 8192, "gpu": 2, "ports": {"web": 1, "peers": 3}}
    fields = {
        "instances": 2,
        "taskRetryCount": 3,
        "resourcePerInstance": resources,
        "extraContainerOptions": {"shmMB": 1024, "infiniband": True},
        "commands": ["echo <% $parameters.null %> <% $secrets.key %>"],
    }
    data = {**roles(job, ps={}, worker=fields), "parameters": {"null": 1}, "secrets": {"key": "***"}, "name": "Big-Job"}
    data["extras"] = {"gangAllocation": False}
    found = compose(data)
    judge(found)
    assert yaml.safe_load(text(found, "compose.yaml"))["name"] == "pai-big-job"
    assert list(services(found)) == ["ps-0", "worker-0", "worker-1"]
    worker = services(found)["worker-1"]
    environment = worker.pop("environment")
    assert worker == {
        "image": "python:3.12",
        "init": True,
        "entrypoint": ["bash", "/opt/paicatalog/roles/worker.sh"],
        "env_file": ["environment.env"],
        "volumes": [{"type": "bind", "source": "./roles", "target": "/opt/paicatalog/roles", "read_only": True}],
        "shm_size": "1024m",
        "devices": ["/dev/infiniband:/dev/infiniband"],
        "cap_add": ["IPC_LOCK"],
        "ulimits": {"memlock": -1},
        "restart": "on-failure:3",
        "hostname": "worker-1",
        "ports": ["127.0.0.1:20008:20008", "127.0.0.1:20009-20011:20009-20011"],
        "deploy": {
            "resources": {
                "limits": {"cpus": "4", "memory": "8192m"},
                "reservations": {
                    "devices": [{"driver": "nvidia", "device_ids": ["2", "3"], "capabilities": ["gpu"]}],
                },
            }
        },
    }
    assert (environment["null"], environment["PAI_SECRET_key"]) == (None, None)
    assert environment["PAI_CURRENT_CONTAINER_IP"] == "worker-1"
    assert "PAI_HOST_IP_worker_1=worker-1\n" in text(found, "environment.env")
    assert services(found)["ps-0"]["deploy"] == {"resources": {"limits": {"cpus": "2", "memory": "4096m"}}}
    assert "PAI_SECRET_key" not in services(found)["ps-0"]["environment"]


def test_no_port_and_no_gpu_is_given_twice(job: Job, judge: Callable[[Instructions], None]) -> None:
    resources = {"cpu": 1, "memoryMB": 1, "gpu": 2, "ports": {"web": 2}}
    found = compose(job(role={"instances": 128, "resourcePerInstance": resources}))
    judge(found)
    each = services(found).values()
    gpus = [n for one in each for n in one["deploy"]["resources"]["reservations"]["devices"][0]["device_ids"]]
    ports = [port for one in each for port in one["ports"]]
    assert len(each) == 128 and len(set(gpus)) == 256 and len(set(ports)) == 128
    assert "GPUs 0 to 255" in found.steps[0].text
    assert len(text(found, "compose.yaml")) < 300_000


def test_hostile_values_arrive_unchanged_and_nothing_else_runs(
    job: Job, run: Run, hostile: str, tmp_path: Path
) -> None:
    command = "cat <<'THE_END'\n<% $parameters.value %>|<% $parameters.other %>|<% $secrets.key %>\nTHE_END"
    value = hostile.replace("$secrets", "$other")
    data = job(command, parameters={"value": value, "other": 1}, secrets={"key": "******"})
    done = run(compose(data), PAI_SECRET_key=hostile, other=value)
    assert (tmp_path / "state" / "worker-0.log").read_text() == f"{value}|{value}|{hostile}\n", done.stderr
    assert done.returncode == 0
    assert not list(tmp_path.rglob("owned"))
    assert hostile not in (tmp_path / "state" / "calls").read_text()


def test_a_parameter_may_have_any_name(
    run: Run, tmp_path: Path, plainly_named: tuple[dict[str, Any], dict[str, str], str]
) -> None:
    data, values, expected = plainly_named
    assert run(compose({**data, "jobRetryCount": 1}), **values).returncode == 0
    assert (tmp_path / "state" / "worker-0.log").read_text() == expected


def test_a_secret_that_nobody_gives_is_named(job: Job, run: Run) -> None:
    done = run(compose(job("echo <% $secrets.key %>", secrets={"key": "******"})))
    assert done.returncode == 125 and "set the variable PAI_SECRET_key" in done.stderr


WAITS = {"commands": ["sleep 60"]}
FAILS = {"commands": ["exit 3"]}


def test_containers_that_reach_each_other_by_ssh_get_a_key(
    job: Job, run: Run, judge: Callable[[Instructions], None], tmp_path: Path
) -> None:
    plugin = {"plugin": "ssh", "parameters": {"jobssh": True, "sshbarrier": True, "sshbarrierTimeout": 7}}
    found = compose(job(role={"instances": 2}, extras={"com.microsoft.pai.runtimeplugin": [plugin]}))
    judge(found)
    worker = services(found)["worker-1"]
    assert worker["healthcheck"]["start_period"] == "7m"
    assert worker["healthcheck"]["test"][-1] == ": </dev/tcp/127.0.0.1/$$PAI_CONTAINER_SSH_PORT"
    assert worker["environment"]["PAI_SSH_KEY"] is None
    assert "plugin ssh" not in {each.feature for each in found.untranslated}
    for name in ("id", "sshd", "ssh"):  # The plugin ends before it starts a server.
        (tmp_path / "programs" / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "programs" / name).chmod(0o755)
    done = run(found)
    assert done.returncode == 1
    assert "has no name" in done.stdout and "PAI_SSH_KEY" not in done.stdout
    assert "PRIVATE KEY" not in done.stdout + done.stderr + (tmp_path / "state" / "calls").read_text()
    assert not list((tmp_path / "export").rglob("*key*"))


def test_what_no_machine_has_is_refused(job: Job) -> None:
    ports = {"cpu": 1, "memoryMB": 1, "gpu": 0, "ports": {"all": 70000}}
    gpus = {"cpu": 1, "memoryMB": 1, "gpu": 2**50}
    assert "ports" in str(compose(job(role={"resourcePerInstance": ports})).refusal)
    assert "GPUs" in str(compose(job(role={"resourcePerInstance": gpus})).refusal)
    assert "ports" in str(compose(job(role={"instances": 2**50})).refusal)


def test_a_name_too_long_for_a_host_is_told(job: Job, judge: Callable[[Instructions], None]) -> None:
    found = compose(roles(job, **{"x" * 80: {}}))
    judge(found)
    assert [each.where for each in found.untranslated] == [("taskRoles", "x" * 80)]


@pytest.mark.parametrize("retries", [0, 1])
def test_shellcheck_has_nothing_to_say(job: Job, retries: int, shellcheck: Callable[[str], None]) -> None:
    plugin = {"plugin": "ssh", "parameters": {"jobssh": True, "sshbarrier": True}}
    keys = {"extras": {"com.microsoft.pai.runtimeplugin": [plugin]}, "secrets": {"a": ""}, "jobRetryCount": retries}
    role = {"instances": 2, "completion": {"minSucceededInstances": 1}}
    data = job("echo <% $secrets.a %> <% $parameters.b %>", role=role, parameters={"b": 1}, **keys)
    data["prerequisites"][0]["auth"] = {"username": "it's", "registryuri": "r.io"}
    for file in compose(data).files:
        if file.name.endswith(".sh"):
            shellcheck(plain(file.content))

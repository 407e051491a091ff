"""The steps for Docker work when they are pasted into a shell."""

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paicatalog.reproduce.instructions import Instructions
from paicatalog.reproduce.platforms import instructions
from paicatalog.reproduce.shell.code import plain

Job = Callable[..., dict[str, Any]]
Paste = Callable[..., subprocess.CompletedProcess[str]]
AllCode = Callable[[Instructions], str]
Calls = Callable[[], list[list[str]]]


def docker(data: dict[str, Any], **options: Any) -> Instructions:
    return instructions(data, platform="docker", cluster="https://pai.example.com", **options)


def test_pasting_all_steps_runs_the_job_with_what_it_asks_for(
    job: Job, paste: Paste, all_code: AllCode, docker_calls: Calls, tmp_path: Path
) -> None:
    resources = {"cpu": 4, "memoryMB": 8192, "gpu": 2, "ports": {"web": 1, "peers": 3}}
    options = {"shmMB": 1024, "infiniband": True}
    role = {"resourcePerInstance": resources, "extraContainerOptions": options}
    done = paste(all_code(docker(job('echo "$PAI_CURRENT_TASK_ROLE_NAME $PAI_PORT_LIST_worker_0_peers"', role=role))))
    assert (done.stdout, done.stderr, done.returncode) == ("worker 20001,20002,20003\n", "", 0)
    folder = tmp_path / "here"
    assert docker_calls() == [
        [
            *("run", "--rm", "--init", "--name", "pai-demo", "--gpus", "2", "--cpus", "4", "--memory", "8192m"),
            *("--shm-size", "1024m", "--device", "/dev/infiniband", "--ulimit", "memlock=-1", "--cap-add", "IPC_LOCK"),
            *("--env-file", "environment.env", "--publish", "127.0.0.1:20000:20000"),
            *("--publish", "127.0.0.1:20001-20003:20001-20003"),
            *("--mount", f"type=bind,source={folder}/roles/worker.sh,target=/opt/paicatalog/roles/worker.sh,readonly"),
            *("--entrypoint", "bash", "python:3.12", "/opt/paicatalog/roles/worker.sh"),
        ]
    ]
    written = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    assert written == ["environment.env", "roles/worker.sh", "run.sh"]


def test_the_files_are_what_the_steps_write(job: Job, paste: Paste, all_code: AllCode, tmp_path: Path) -> None:
    found = docker(job("echo <% $parameters.p %>", parameters={"p": "it's"}))
    paste(all_code(found))
    for file in found.files:
        written = tmp_path / "here" / file.name
        assert written.read_text().rstrip("\n") == plain(file.content).rstrip("\n")
    assert [step.writes for step in found.steps] == ["roles/worker.sh", "environment.env", "run.sh", ""]


def test_a_job_without_wishes_gets_the_platforms_shared_memory(job: Job, all_code: AllCode) -> None:
    code = all_code(docker(job()))
    assert "--shm-size 512m" in code
    assert "--gpus" not in code and "--publish" not in code and "infiniband" not in code


def test_hostile_values_arrive_unchanged_and_nothing_else_runs(
    job: Job, paste: Paste, all_code: AllCode, hostile: str, tmp_path: Path
) -> None:
    commands = ["cat <<'THE_END'\n<% $parameters.value %>|<% $secrets.key %>\nTHE_END"]
    parameter = hostile.replace("$secrets", "$other")
    data = job(*commands, parameters={"value": parameter}, secrets={"key": "******"})
    done = paste(all_code(docker(data)), PAI_SECRET_key=hostile)
    assert done.stdout == f"{parameter}|{hostile}\n", done.stderr
    assert not list(tmp_path.rglob("owned"))


def test_a_secret_is_in_no_file_and_no_argument(
    job: Job, paste: Paste, all_code: AllCode, docker_calls: Calls, tmp_path: Path
) -> None:
    data = job("test $((2 * <% $secrets.key %>)) = 24690", secrets={"key": "literal-secret"})
    found = docker(data)
    assert "literal-secret" not in str(found)
    assert paste(all_code(found), PAI_SECRET_key="12345").returncode == 0
    assert "12345" not in str(docker_calls())
    assert "--env PAI_SECRET_key " in " ".join(docker_calls()[0])
    assert all("12345" not in file.read_text() for file in (tmp_path / "here").rglob("*") if file.is_file())


def test_a_secret_that_the_environment_lacks_is_asked_for(job: Job, paste: Paste, all_code: AllCode) -> None:
    found = docker(job("echo <% $secrets.key %>", secrets={"key": "******"}))
    assert "PAI_SECRET_key" in found.steps[-1].text
    done = paste(f"{all_code(found)}typed \\ in\n")
    assert (done.stdout, done.stderr) == ("typed \\ in\n", "secrets.key: \n")
    done = paste(all_code(found))
    assert done.returncode == 125 and "set the variable PAI_SECRET_key" in done.stderr


def test_a_parameter_can_be_replaced_when_it_runs(job: Job, paste: Paste, all_code: AllCode, hostile: str) -> None:
    value = hostile.replace("$secrets", "$other")
    found = docker(job("printf %s '<% $parameters.lr %>'", parameters={"lr": 0.1, "other": 1}))
    assert paste(all_code(found)).stdout == "0.1"
    assert paste(all_code(found), lr=value).stdout == value
    assert paste(all_code(found), lr="").stdout == ""


def test_a_parameter_may_have_any_name(
    paste: Paste, all_code: AllCode, plainly_named: tuple[dict[str, Any], dict[str, str], str]
) -> None:
    data, values, expected = plainly_named
    assert paste(all_code(docker({**data, "jobRetryCount": 1})), **values).stdout == expected


@pytest.mark.parametrize(
    ("auth", "arguments"),
    [
        (
            {"username": "me", "password": "hunter22", "registryuri": "r.io"},
            ["login", "--username", "me", "--", "r.io"],
        ),
        ({"username": "<% $secrets.user %>", "password": "<% $secrets.word %>"}, ["login"]),
        ({"username": "$(id)'", "password": "x"}, ["login", "--username", "$(id)'"]),
    ],
    ids=["literal", "secret", "hostile"],
)
def test_a_registry_login_is_left_to_docker(
    job: Job,
    paste: Paste,
    all_code: AllCode,
    docker_calls: Calls,
    *,
    auth: dict[str, str],
    arguments: list[str],
) -> None:
    data = job(secrets={"user": "boss", "word": "hunter22"})
    data["prerequisites"][0]["auth"] = auth
    found = docker(data)
    assert "hunter22" not in str(found) and "boss" not in str(found)
    done = paste(all_code(found), DOCKER_PULL="1")
    command = done.stderr.rpartition("It may need a login: ")[2]
    assert done.returncode == 125 and shlex.split(command) == ["docker", *arguments]
    assert docker_calls() == [["image", "inspect", "python:3.12"], ["pull", "python:3.12"]]
    assert paste(all_code(found)).returncode == 0


def test_the_default_deployment_and_chosen_parameters_count(job: Job, paste: Paste, all_code: AllCode) -> None:
    deployments = [
        {"name": name, "taskRoles": {"worker": {"preCommands": [f"echo {name} <% $parameters.n %>"]}}}
        for name in ("one", "two")
    ]
    data = job(deployments=deployments, defaults={"deployment": "two"}, parameters={"n": 1})
    assert paste(all_code(docker(data))).stdout == "two 1\nhello\n"
    assert paste(all_code(docker(data, deployment="one", parameters={"n": 5}))).stdout == "one 5\nhello\n"
    assert "no deployment three" in str(docker(data, deployment="three").refusal)


def test_several_containers_are_refused_with_the_way_out(job: Job) -> None:
    found = docker(job(role={"instances": 3}))
    assert found.refusal and "3 containers (3 of worker)" in found.refusal and "--to compose" in found.refusal
    assert found.steps == ()


@pytest.mark.parametrize("uri", ["--privileged", "a b", "img;id", "$(id)", "", "img\n"])
def test_what_is_no_image_is_refused(job: Job, uri: str) -> None:
    data = job()
    data["prerequisites"][0]["uri"] = uri
    assert "nothing that can be pulled" in str(docker(data).refusal)


@pytest.mark.parametrize("char", ["\x1b[201~", "\x04", "\r", "\x9b", "\ud800"])
def test_what_a_terminal_would_act_on_is_refused(job: Job, char: str) -> None:
    found = docker(job(f"echo a{char}b"))
    assert f"U+{ord(char[0]):04X}" in str(found.refusal)


@pytest.mark.parametrize("char", ["\x1b[201~", "\x04", "\r", "\x9b"])
def test_what_a_terminal_would_act_on_may_be_a_value(
    job: Job, paste: Paste, all_code: AllCode, char: str, bash: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    found = docker(job("printf '[%s]' <% $parameters.p %>", parameters={"p": f"a{char}b"}))
    assert char not in all_code(found)
    paste(all_code(found))
    script = next(file for file in found.files if file.name == "roles/worker.sh")
    assert bash(plain(script.content)).stdout == f"[a{char}b]"


def test_more_ports_than_a_machine_has_are_refused(job: Job) -> None:
    resources = {"cpu": 1, "memoryMB": 1, "gpu": 0, "ports": {"all": 70000}}
    assert "ports" in str(docker(job(role={"resourcePerInstance": resources})).refusal)


def test_what_is_not_translated_is_told_with_its_place(job: Job) -> None:
    runtime_plugins = [
        {"plugin": "ssh", "parameters": {"jobssh": True}},
        {"plugin": "teamwise_storage", "parameters": {"storageConfigNames": ["share"]}},
        {"plugin": "cmd", "parameters": {"preCommands": ["true"]}},
        {"plugin": "novel"},
    ]
    data = job(
        "echo $PAI_OUTPUT_DIR <% $parameters.gone %>",
        role={"taskRetryCount": 2, "completion": {"minFailedInstances": -1}},
        jobRetryCount=1,
        defaults={"virtualCluster": "vc"},
        extras={
            "com.microsoft.pai.runtimeplugin": runtime_plugins,
            "hivedScheduler": {},
            "paicatalog": {"tags": []},
            "strange": 1,
        },
    )
    told = {each.feature: each for each in docker(data).untranslated}
    assert set(told) == {
        *("plugin ssh", "plugin teamwise_storage", "plugin novel", "hivedScheduler", "strange", "virtualCluster"),
        *("completion", "PAI_OUTPUT_DIR", "$parameters.gone"),
    }
    assert told["plugin teamwise_storage"].where == ("extras", "com.microsoft.pai.runtimeplugin", 1)
    assert "share" in told["plugin teamwise_storage"].why
    assert told["completion"].where == ("taskRoles", "worker", "completion", "minFailedInstances")


def test_names_are_safe_for_shells_files_and_docker(
    job: Job, paste: Paste, all_code: AllCode, docker_calls: Calls
) -> None:
    assert paste(all_code(docker(job(name="-" + "x" * 250)))).stdout == "hello\n"
    assert paste(all_code(docker(job(), name="a b/../;id"))).stdout == "hello\n"
    names = [call[call.index("--name") + 1] for call in docker_calls()]
    assert names == ["pai-" + "x" * 99, "pai-a-b-----id"]


@pytest.mark.parametrize("retries", [0, 2])
def test_shellcheck_has_nothing_to_say(job: Job, retries: int, shellcheck: Callable[[str], None]) -> None:
    resources = {"cpu": 1, "memoryMB": 64, "gpu": 1, "ports": {"web": 2}}
    role = {"resourcePerInstance": resources, "taskRetryCount": retries}
    data = job("echo '<% $secrets.a %>' <% $parameters.b %>", secrets={"a": ""}, parameters={"b": 1}, role=role)
    data["extras"] = {"gangAllocation": False}
    data["prerequisites"][0]["auth"] = {"username": "it's", "registryuri": "r.io"}
    found = docker(data)
    shellcheck("#!/bin/bash\n" + "".join(plain(step.code) for step in found.steps if step.code))
    for file in found.files:
        if file.name.endswith(".sh"):
            shellcheck(plain(file.content))

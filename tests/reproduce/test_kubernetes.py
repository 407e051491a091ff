"""The folder for Kubernetes: its manifest is valid, and its scripts run the job."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from paicatalog.reproduce.folder.yaml_block import yaml_block
from paicatalog.reproduce.instructions import Instructions
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.kubernetes.platform import kubernetes_instructions
from paicatalog.reproduce.shell.code import ShellValue, joined, literal, plain, shell_value

Job = Callable[..., dict[str, Any]]
Run = Callable[..., subprocess.CompletedProcess[str]]
Calls = Callable[[], list[list[str]]]

FAKE = Path(__file__).with_name("fake_kubectl.py")
LABEL = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
GETENT = """#!/bin/bash
# Names of containers lead to addresses of this machine once those have begun.
name=${2%%.*}
job=${name%-*} index=${name##*-}
[ ! -e "$FAKE_STATE/missing-$name" ] && [ -e "$FAKE_STATE/$job/$index.log" ] || exit 2
echo "10.1.${#job}.$index      $2"
"""


def export(data: dict[str, Any], **options: Any) -> Instructions:
    return kubernetes_instructions(Request(data=data, name=data["name"], cluster="", **options))


def manifest(found: Instructions) -> str:
    return next(plain(file.content) for file in found.files if file.name == "job.yaml")


def script(found: Instructions) -> str:
    return next(plain(file.content) for file in found.files if file.name == "run.sh")


def judged(found: Instructions) -> list[dict[str, Any]]:
    """Return the objects of the manifest, after validating each with Kubernetes' schemas."""
    objects = list(yaml.safe_load_all(manifest(found)))
    for each in objects:
        accept(each)
    return objects


def accept(data: dict[str, Any]) -> None:
    """Validate an object with Kubernetes' schemas. The validator leaves files open."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        kubernetes_validate.validate(data, "1.37", strict=True)


def jobs(found: Instructions) -> list[dict[str, Any]]:
    return [each for each in judged(found) if each["kind"] == "Job"]


def container(found: Instructions) -> dict[str, Any]:
    (only,) = jobs(found)[0]["spec"]["template"]["spec"]["containers"]
    return dict(only)


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start `run.sh` in the export folder. Keywords are environment variables."""
    folder, programs, state = tmp_path / "export", tmp_path / "programs", tmp_path / "state"
    for each in (folder, programs, state):
        each.mkdir()
    for name, text in {"kubectl": f'#!/bin/bash\nexec {sys.executable} {FAKE} "$@"\n', "getent": GETENT}.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    own = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "FAKE_STATE": str(state),
        "PAI_INTERVAL": "0.1",
        "PAI_PAUSE": "0",
    }

    def run(found: Instructions, **variables: str) -> subprocess.Popen[str]:
        for file in found.files:
            (folder / file.name).write_bytes(plain(file.content).encode())
            (folder / file.name).chmod(0o755 if file.executable else 0o644)
        pipes: Any = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(
            [folder / "run.sh"], env={**own, **variables}, stdin=subprocess.DEVNULL, text=True, **pipes
        )

    return run


@pytest.fixture
def run(start: Callable[..., subprocess.Popen[str]]) -> Run:
    """Run `run.sh` until it ends."""

    def end(found: Instructions, **variables: str) -> subprocess.CompletedProcess[str]:
        process = start(found, **variables)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return end


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Return the arguments of each call of kubectl so far."""
    return lambda: [json.loads(line) for line in (tmp_path / "state" / "calls").read_text().splitlines()]


def left(tmp_path: Path) -> set[str]:
    """Return the objects that are left in the cluster."""
    return set(json.loads((tmp_path / "state" / "objects.json").read_text()))


def two_roles(job: Job, ps: list[str], worker: list[str], **keys: Any) -> dict[str, Any]:
    data = job(**keys)
    base = {**data["taskRoles"]["worker"], "completion": {"minSucceededInstances": -1}}
    roles = {"ps": {**base, "commands": ps}, "worker": {**base, "instances": 2, "commands": worker}}
    return {**data, "taskRoles": roles}


def test_a_job_asks_for_what_its_file_asks_for(job: Job) -> None:
    resources = {"cpu": 4, "memoryMB": 8192, "gpu": 2, "ports": {"web": 1, "Peer_Port_Number_One": 3}}
    role = {
        "resourcePerInstance": resources,
        "extraContainerOptions": {"shmMB": 1024, "infiniband": True},
        "instances": 3,
        "taskRetryCount": 2,
        "completion": {"minFailedInstances": 2, "minSucceededInstances": 1},
    }
    found = export(job(role=role, extras={"gangAllocation": False}))
    spec = jobs(found)[0]["spec"]
    expected = {"completionMode": "Indexed", "completions": 3, "parallelism": 3, "backoffLimitPerIndex": 2}
    assert spec.items() >= expected.items()
    assert spec["maxFailedIndexes"] == 1
    assert spec["successPolicy"] == {"rules": [{"succeededCount": 1}]}
    asked = {"cpu": "4", "memory": "8192Mi", "nvidia.com/gpu": "2", "rdma/ib": "1"}
    own = container(found)
    assert own["resources"] == {"requests": asked, "limits": asked}
    assert own["securityContext"] == {"capabilities": {"add": ["IPC_LOCK"]}}
    assert [port["containerPort"] for port in own["ports"]] == [20000, 20001, 20002, 20003]
    shared = spec["template"]["spec"]["volumes"][1]
    assert shared == {"name": "shared-memory", "emptyDir": {"medium": "Memory", "sizeLimit": "1024Mi"}}
    assert spec["template"]["spec"]["restartPolicy"] == "Never"
    assert [each.feature for each in found.untranslated] == ["infiniband"]


def test_a_job_without_wishes_gets_nothing_special(job: Job) -> None:
    resources = {"cpu": 0, "memoryMB": 0, "gpu": 0}
    found = export(job(role={"resourcePerInstance": resources, "completion": {"minFailedInstances": -1}}))
    assert not {"resources", "ports", "securityContext"} & set(container(found))
    assert "maxFailedIndexes" not in jobs(found)[0]["spec"]
    assert "successPolicy" not in jobs(found)[0]["spec"]
    assert not found.untranslated


def test_what_cannot_be_reached_is_not_asked_for(job: Job) -> None:
    found = export(job(role={"completion": {"minFailedInstances": 5, "minSucceededInstances": 5}}))
    assert "maxFailedIndexes" not in jobs(found)[0]["spec"] and "successPolicy" not in jobs(found)[0]["spec"]


def test_containers_are_found_by_the_service(job: Job) -> None:
    config, service, ps, worker = judged(export(two_roles(job, ["true"], ["true"])))
    assert service["spec"] == {"clusterIP": "None", "selector": {"app.kubernetes.io/instance": "demo"}}
    for each in (ps, worker):
        labels = each["spec"]["template"]["metadata"]["labels"]
        assert labels.items() >= service["spec"]["selector"].items()
        assert each["spec"]["template"]["spec"]["subdomain"] == service["metadata"]["name"] == "demo"
    assert set(config["data"]) == {"start.sh", "environment.sh", "role-ps.sh", "role-worker.sh"}


@pytest.mark.parametrize(
    "name", ["Demo_1", "-x-", "123", "___", "a" * 255, "A-" * 100, "true", "null", "1e3"], ids=lambda name: name[:8]
)
def test_names_are_valid_whatever_the_job_calls_things(job: Job, name: str) -> None:
    data = job(name=name)
    base = data["taskRoles"]["worker"]
    long = [
        "_" * 90,
        "b" * 200,
        "b" * 199 + "c",
        "Worker",
        "worker",
        "WORKER",
        "worker_2",
        "worker__2",
        "no",
        "x_",
        "_9",
    ]
    data["taskRoles"] = {role: {**base, "instances": 180} for role in long}
    found = jobs(export(data))
    names = [each["metadata"]["name"] for each in found]
    assert len(set(names)) == len(long)
    assert all(LABEL.fullmatch(each) and len(f"{each}-179") <= 63 for each in names)
    assert [each["metadata"]["annotations"]["paicatalog/task-role"] for each in found] == long
    service = found[0]["spec"]["template"]["spec"]["subdomain"]
    assert LABEL.fullmatch(service) and len(service) <= 63


def test_hostile_values_arrive_unchanged_and_nothing_else_runs(
    job: Job, run: Run, calls: Calls, all_hostile: tuple[str, ...], tmp_path: Path
) -> None:
    numbers = range(len(all_hostile))
    tags = [f"<% $parameters.own{i} %>|<% $parameters.given{i} %>|<% $secrets.key{i} %>" for i in numbers]
    own = [value.replace("$secrets", "$other") for value in all_hostile]
    parameters = {f"own{i}": own[i] for i in numbers} | {f"given{i}": "" for i in numbers}
    data = job(
        "\n".join(["cat <<'THE_END'", *tags, "THE_END"]),
        parameters=parameters,
        secrets={f"key{i}": "******" for i in numbers},
    )
    given = {f"given{i}": all_hostile[i] for i in numbers} | {f"PAI_SECRET_key{i}": all_hostile[i] for i in numbers}
    done = run(export(data), **given)
    assert done.stdout == "".join(f"{own[i]}|{all_hostile[i]}|{all_hostile[i]}\n" for i in numbers), done.stderr
    assert done.returncode == 0
    assert not list(tmp_path.rglob("owned"))
    assert not any(value in str(calls()) for value in all_hostile)


def test_containers_know_each_other(job: Job, run: Run, tmp_path: Path) -> None:
    show = 'echo "$PAI_CURRENT_TASK_ROLE_NAME $PAI_TASK_INDEX $PAI_HOST_IP_ps_0 $PAI_PORT_LIST_worker_1_http"'
    done = run(export(two_roles(job, [show], [show])))
    assert sorted(done.stdout.splitlines()) == [
        "ps 0 10.9.9.0 20001",
        "worker 0 10.1.7.0 20001",
        "worker 1 10.1.7.0 20001",
    ]
    assert done.returncode == 0
    hosts = (tmp_path / "state" / "demo-worker" / "1" / "hosts").read_text()
    assert hosts == "10.1.7.0\tps-0\n10.1.11.0\tworker-0\n10.9.9.1\tworker-1\n"


def test_a_container_that_may_start_again_is_told_by_its_name(job: Job, run: Run, tmp_path: Path) -> None:
    show = 'echo "$PAI_HOST_IP_ps_0 $PAI_HOST_IP_worker_0 $PAI_HOST_IP_worker_1 $PAI_CURRENT_CONTAINER_IP"'
    data = two_roles(job, [show], [show])
    data["taskRoles"]["worker"]["taskRetryCount"] = 1
    data["extras"] = {"gangAllocation": False}
    done = run(export(data))
    names = "demo-worker-0.demo demo-worker-1.demo"
    assert sorted(done.stdout.splitlines()) == [
        f"10.1.7.0 {names} demo-worker-0.demo",
        f"10.1.7.0 {names} demo-worker-1.demo",
        f"10.9.9.0 {names} 10.9.9.0",
    ]
    hosts = (tmp_path / "state" / "demo-worker" / "1" / "hosts").read_text()
    assert hosts == "10.1.7.0\tps-0\n10.1.11.0\tworker-0\n10.9.9.1\tworker-1\n"


def test_one_container_that_may_start_again_needs_no_name(job: Job, run: Run) -> None:
    done = run(export(job("echo $PAI_HOST_IP_worker_0", role={"taskRetryCount": 1}, extras={"gangAllocation": False})))
    assert done.stdout == "10.9.9.0\n"


@pytest.mark.parametrize(("completion", "version"), [({}, "1.29"), ({"minSucceededInstances": 1}, "1.31")])
def test_the_version_that_the_job_needs_is_told(job: Job, completion: dict[str, int], version: str) -> None:
    found = export(job(role={"instances": 2, "completion": completion}))
    told = f"Kubernetes {version} or later"
    assert told in found.steps[0].text and told in script(found)


def test_commands_see_parameters_of_any_name_and_none_of_our_variables(job: Job, run: Run) -> None:
    names = ["role", "index", "status", "job", "child", "folder", "result", "at", "y"]
    shown = " ".join(f"<% $parameters.{name} %>" for name in names)
    data = two_roles(job, ["true"], [f"echo {shown}", "env | grep -c -e PAI_POD -e PAI_PARAMETER || true"])
    data["parameters"] = dict.fromkeys(names, "old")
    done = run(export(data), **{name: f"new-{name}" for name in names})
    assert done.stdout.splitlines() == [" ".join(f"new-{name}" for name in names), "0"] * 2


def test_the_end_of_one_role_ends_the_job(job: Job, run: Run, calls: Calls, tmp_path: Path) -> None:
    data = two_roles(job, ["echo serving; sleep 60"], ["echo done"])
    data["taskRoles"]["worker"]["completion"] = {"minSucceededInstances": 2}
    done = run(export(data))
    assert done.returncode == 0 and "The job succeeded." in done.stderr
    assert sorted(done.stdout.splitlines()) == ["done", "done", "serving"]
    deleted = [call for call in calls() if call[0] == "delete"]
    assert [call[-1] for call in deleted] == ["job/demo-ps", "secret/demo-values"]
    assert left(tmp_path) == {"job/demo-worker", "service/demo", "configmap/demo"}


def test_a_failed_container_fails_the_job_and_is_tried_again_first(job: Job, run: Run, calls: Calls) -> None:
    data = two_roles(job, ["sleep 60"], ['echo "try $PAI_TASK_INDEX"; exit $PAI_TASK_INDEX'], jobRetryCount=1)
    data["taskRoles"]["worker"]["taskRetryCount"] = 2
    data["extras"] = {"gangAllocation": False}
    done = run(export(data))
    assert done.returncode == 1 and "The job failed with status 1." in done.stderr
    assert sorted(done.stdout.splitlines()) == ["try 0"] * 2 + ["try 1"] * 6
    assert sum(call[0] == "apply" for call in calls()) == 2
    assert sum(call[0] == "create" for call in calls()) == 1


def test_failures_that_may_be_are_no_failure(job: Job, run: Run) -> None:
    data = job("exit 1", role={"instances": 2, "completion": {"minFailedInstances": -1}})
    assert run(export(data)).returncode == 0


def test_secrets_are_in_no_argument_and_no_file(job: Job, run: Run, calls: Calls, tmp_path: Path) -> None:
    data = job("echo got <% $secrets.key %>", secrets={"key": "literal-one", "word": "literal-two"})
    auth = {"username": "it's me", "password": "<% $secrets.word %>", "registryuri": 'r.io"'}
    data["prerequisites"][0]["auth"] = auth
    found = export(data)
    assert "literal" not in str(found)
    done = run(found, PAI_SECRET_key="hunter22", PAI_REGISTRY_PASSWORD="pass\"'word")
    assert done.stdout == "got hunter22\n", done.stderr
    assert "hunter22" not in str(calls()) and "word'" not in str(calls())
    assert all("hunter22" not in file.read_text() for file in (tmp_path / "export").iterdir())
    assert left(tmp_path) == {"job/demo-worker", "service/demo", "configmap/demo"}
    assert "hunter22" not in done.stderr


def test_the_registry_gets_the_login(job: Job) -> None:
    data = job("sleep 60")
    data["prerequisites"][0]["uri"] = "registry.example.com:5000/team/image:1"
    data["prerequisites"][0]["auth"] = {"username": "<% $secrets.user %>", "password": "x"}
    found = export(data)
    pulled = jobs(found)[0]["spec"]["template"]["spec"]["imagePullSecrets"]
    assert pulled == [{"name": "demo-login-1"}]
    body = script(found).split("\nsecrets() {")[1].split("\n}\n")[0]
    functions = script(found).split("cd -- ")[1].split("\n", 1)[1].split("ask PAI_")[0]
    login = script(found).split("# Prints a Secret called")[1].split("# How many")[0]
    shell = f"set -euo pipefail\nkubectl() {{ :; }}\n{functions}\n#{login}\nsecrets() {{{body}\n}}\nsecrets\n"
    given = {"PAI_REGISTRY_USER": "me", "PAI_REGISTRY_PASSWORD": 'a"b\\ü'}
    done = subprocess.run(
        ["bash"], input=shell, env={"PATH": os.environ["PATH"], **given}, capture_output=True, text=True, check=True
    )
    values, secret = yaml.safe_load_all(done.stdout)
    for each in (values, secret):
        accept(each)
    config = json.loads(decoded(secret["data"][".dockerconfigjson"]))
    assert list(config["auths"]) == ["registry.example.com:5000"]
    assert decoded(config["auths"]["registry.example.com:5000"]["auth"]) == 'me:a"b\\ü'


def decoded(text: str) -> str:
    return subprocess.run(["base64", "-d"], input=text, capture_output=True, text=True, check=True).stdout


def test_the_ssh_key_is_made_and_handed_over(job: Job) -> None:
    plugin = {"plugin": "ssh", "parameters": {"jobssh": True}}
    data = job('echo "[${PAI_SSH_KEY-}]"', extras={"com.microsoft.pai.runtimeplugin": [plugin]})
    found = export(data)
    assert {"containerPort": 20000} in container(found)["ports"]
    names = [each["name"] for each in container(found)["env"]]
    assert "PAI_SSH_KEY" in names
    assert not found.untranslated
    assert "PRIVATE KEY" not in str(found)


def test_what_is_there_is_not_touched(job: Job, run: Run, calls: Calls) -> None:
    done = run(export(job()), FAKE_THERE="service/demo", PAI_NAMESPACE="mine")
    assert done.returncode == 125
    assert "service/demo" in done.stderr
    remedy = "kubectl --namespace=mine delete --ignore-not-found job/demo-worker service/demo configmap/demo"
    assert remedy in done.stderr
    assert [call[1] for call in calls()] == ["get"]


def test_a_second_run_is_refused_until_the_first_is_deleted(job: Job, run: Run) -> None:
    found = export(job())
    assert run(found).returncode == 0
    again = run(found)
    assert again.returncode == 125 and "delete --ignore-not-found" in again.stderr


def test_a_cluster_that_drops_what_it_does_not_know_is_told(job: Job, run: Run, tmp_path: Path) -> None:
    done = run(export(job("sleep 60")), FAKE_OLD="1")
    assert done.returncode == 125 and "too old" in done.stderr
    assert not left(tmp_path)


def test_pods_that_the_cluster_forbids_end_the_run_with_the_reason(job: Job, run: Run, tmp_path: Path) -> None:
    forbidden = 'pods "demo-0" is forbidden: exceeded quota: cpu'
    found = export(job())
    name = jobs(found)[0]["metadata"]["name"]
    done = run(found, FAKE_EVENTS=f"other|not this\n{name}|{forbidden}\n")
    assert done.returncode == 125
    assert f"does not create the containers of {name}: {forbidden}" in done.stderr and "not this" not in done.stderr
    assert left(tmp_path) == set()


def test_an_interrupt_deletes_all(job: Job, start: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    process = start(export(job("echo begun; sleep 60")))
    assert process.stdout and process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 143
    assert not left(tmp_path)


def test_containers_wait_for_one_another(job: Job, start: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    missing = tmp_path / "state" / "missing-demo-ps-0"
    (tmp_path / "state").mkdir(exist_ok=True)
    missing.touch()
    process = start(export(two_roles(job, ["echo ps"], ["echo worker"])))
    time.sleep(1.5)
    assert "worker" not in logs(tmp_path, "demo-worker")
    missing.unlink()
    out, _ = process.communicate(timeout=30)
    assert sorted(out.splitlines()) == ["ps", "worker", "worker"]


def logs(tmp_path: Path, name: str) -> str:
    return "".join(file.read_text() for file in (tmp_path / "state" / name).glob("*.log"))


def test_a_container_that_never_comes_is_named(job: Job, run: Run, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(exist_ok=True)
    (tmp_path / "state" / "missing-demo-ps-0").touch()
    found = export(two_roles(job, ["sleep 60"], ["true"]))
    config = manifest(found)
    assert "patience=1800" in config
    files = tuple(
        file if file.name == "run.sh" else type(file)(file.name, literal(config.replace("patience=1800", "patience=1")))
        for file in found.files
    )
    done = run(Instructions("kubernetes", "Kubernetes", files=files))
    assert done.returncode == 1
    assert "ps-0 has not started within" in done.stdout and "room in the cluster for all 3 containers" in done.stdout


def test_what_is_not_carried_is_told(job: Job) -> None:
    data = job(
        role={"instances": 2, "extraContainerOptions": {"infiniband": True}},
        defaults={"virtualCluster": "vc"},
        extras={"hivedScheduler": {}, "gangAllocation": True},
    )
    told = {each.feature: each for each in export(data).untranslated}
    assert set(told) == {"hivedScheduler", "virtualCluster", "gangAllocation", "infiniband"}
    assert "rdma/ib" in told["infiniband"].why


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"instances": 2001}, "2,001 containers"),
        ({"resourcePerInstance": {"cpu": 1, "memoryMB": 1, "gpu": 0, "ports": {"all": 30000}}}, "30,002 ports"),
        ({"commands": ["x" * 1_000_001]}, "longer than Kubernetes holds"),
        ({"commands": ["echo \ud800"]}, "U+D800"),
        ({"commands": [f"echo <% $parameters.{'a' * 260} %>"]}, "longer name"),
    ],
    ids=["containers", "ports", "long", "surrogate", "name"],
)
def test_what_does_not_fit_is_refused(job: Job, change: dict[str, Any], words: str) -> None:
    found = export(job(role=change, parameters={"a" * 260: 1}))
    assert words in str(found.refusal) and not found.steps


def test_shellcheck_has_nothing_to_say(job: Job, shellcheck: Callable[[str], None]) -> None:
    data = two_roles(job, ["echo <% $secrets.k %>"], ["echo <% $parameters.p %>"], jobRetryCount=3, secrets={"k": ""})
    data["parameters"] = {"p": 1}
    data["extras"] = {"com.microsoft.pai.runtimeplugin": [{"plugin": "ssh", "parameters": {"jobssh": True}}]}
    data["prerequisites"][0]["auth"] = {"username": "it's", "registryuri": "r.io", "password": "x"}
    found = export(data)
    shellcheck(script(found))
    for text in judged(found)[0]["data"].values():
        shellcheck(text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(" \n\t#-|>'\"ab:\x85\u2028\ufeff\r\x00\x7f\U0001f600{}%")))
def test_any_text_reads_back_as_it_is(text: str) -> None:
    block = plain(yaml_block(literal(text), indentation=2))
    assert yaml.safe_load(f"data:\n  key: {block}  next: 1\n") == {"data": {"key": text, "next": 1}}


def test_a_form_finds_the_values_that_it_refills() -> None:
    code = joined("  lr=", shell_value("0.1", "$parameters.lr"), "\n\n\tend", shell_value("a\nb", "$parameters.x"))
    block = yaml_block(code, indentation=2)
    assert [each.text for each in block if isinstance(each, ShellValue)] == ["0.1", "$'a\\nb'"]
    assert yaml.safe_load(f"a:\n  key: {plain(block)}")["a"]["key"] == plain(code)

"""The environment variables computed by bash in a container are the same as those computed by Python."""

from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

import pytest

from paicatalog.reproduce.job.pai_environment import Ports, environment, port_counts, reserve_ports
from paicatalog.reproduce.job.pai_environment_script import environment_script
from paicatalog.reproduce.job.plan import Plan, plan_job
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import hardware

Job = Callable[..., dict[str, Any]]
Bash = Callable[..., CompletedProcess[str]]

ADDRESS = """
address() { printf '10.0.0.%s-%s' "$2" "$1"; }
"""
SHOW = "\nenv -0 | while IFS= read -r -d '' line; do case $line in PAI_*) printf '%s\\0' \"$line\" ;; esac; done\n"
STRICT = "set -o errexit -o nounset -o pipefail\n"


def planned(data: dict[str, Any]) -> Plan:
    found = plan_job(Request(data=data, name="demo", cluster=""))
    assert isinstance(found, Plan)
    return found


def several_roles(job: Job) -> dict[str, Any]:
    """Return a job with the most awkward port labels that the protocol allows."""
    data = job(role={"instances": 3, "completion": {"minFailedInstances": -1}})
    worker = data["taskRoles"]["worker"]
    peers = {"http": 3, "_1": 2, "ssh": 1, "a_PORT": 1}
    data["taskRoles"] = {
        "_ps_1": {**worker, "instances": 2, "resourcePerInstance": {**worker["resourcePerInstance"], "ports": peers}},
        "worker": worker,
        "index": {**worker, "instances": 1, "extraContainerOptions": {"shmMB": 64}},
    }
    return data


def own_ports(data: dict[str, Any], first: int) -> Ports:
    """Return the ports of containers that have an address each."""
    ports = {}
    for role in hardware(data).roles:
        for index in range(role.instances):
            following = first
            for label, number in port_counts(role).items():
                ports[role.role, index, label] = range(following, following + number)
                following += number
    return ports


def exported(bash: Bash, script: str, role: str, index: int) -> dict[str, str]:
    done = bash(f"{STRICT}role={role}\nindex={index}\n{ADDRESS}{script}{SHOW}", PAI_TASK_ROLE_INSTANCES="old")
    assert (done.returncode, done.stderr) == (0, "")
    return dict(line.split("=", 1) for line in done.stdout.split("\0") if line)


@pytest.mark.parametrize(("role", "index"), [("_ps_1", 0), ("_ps_1", 1), ("worker", 0), ("worker", 2), ("index", 0)])
@pytest.mark.parametrize("shared_machine", [True, False])
def test_each_container_finds_what_python_says(
    job: Job, bash: Bash, *, role: str, index: int, shared_machine: bool
) -> None:
    data = several_roles(job)
    ports = reserve_ports(data, first=4000) if shared_machine else own_ports(data, 4000)
    assert ports
    expected = environment(
        data, role=role, index=index, job="demo", ports=ports, user="ada", host=lambda r, i: f"10.0.0.{i}-{r}"
    )
    script = environment_script(planned(data), shared_machine=shared_machine, first=4000, user="ada")
    assert exported(bash, script, role, index) == expected


def test_a_job_of_one_container(job: Job, bash: Bash) -> None:
    data = job()
    ports = reserve_ports(data)
    assert ports
    expected = environment(data, role="worker", index=0, job="demo", ports=ports, host=lambda r, i: f"10.0.0.{i}-{r}")
    assert exported(bash, environment_script(planned(data), shared_machine=True), "worker", 0) == expected


def test_many_containers_need_no_more_lines(job: Job, bash: Bash) -> None:
    few, some, many = (
        environment_script(planned(job(role={"instances": number})), shared_machine=True) for number in (1, 100, 1000)
    )
    assert len(many) - len(few) < 100
    assert exported(bash, some, "worker", 99)["PAI_CONTAINER_SSH_PORT"] == str(20_000 + 2 * 99)


def test_a_container_without_an_address_is_no_container(job: Job, bash: Bash) -> None:
    script = environment_script(planned(job()), shared_machine=True)
    done = bash(f"{STRICT}role=worker index=0\naddress() {{ return 3; }}\n{script}echo never")
    assert (done.returncode, done.stdout) == (3, "")


def test_functions_are_gone_and_variables_of_the_caller_are_kept(job: Job, bash: Bash) -> None:
    script = environment_script(planned(several_roles(job)), shared_machine=True)
    done = bash(f'{STRICT}role=worker index=1\n{ADDRESS}{script}declare -F\necho "$role $index"')
    assert done.stdout == "declare -f address\nworker 1\n"


def test_shellcheck_has_nothing_to_say(job: Job, shellcheck: Callable[[str], None]) -> None:
    script = environment_script(planned(several_roles(job)), shared_machine=True)
    shellcheck(f"#!/bin/bash\nrole=worker\nindex=0\n{ADDRESS}{script}")

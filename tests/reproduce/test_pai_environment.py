"""Containers have the environment variables that OpenPAI sets."""

from collections.abc import Callable
from typing import Any

import pytest

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.dump import dump
from paicatalog.reproduce.job.pai_environment import environment, reserve_ports
from paicatalog.rules.commands.unknown_pai_variable import unknown_pai_variable

Job = Callable[..., dict[str, Any]]

RESOURCES = {"cpu": 3, "memoryMB": 2048, "gpu": 1, "ports": {"sync": 2}}


def of(data: dict[str, Any], role: str = "worker", index: int = 0, **options: Any) -> dict[str, str]:
    ports = reserve_ports(data)
    assert ports is not None
    return environment(data, role=role, index=index, job="demo", ports=ports, **options)


def test_one_container(job: Job) -> None:
    fields = {"resourcePerInstance": RESOURCES, "extraContainerOptions": {"shmMB": 64}}
    found = of(job(role=fields), user="ada")
    expected = {
        "PAI_JOB_NAME": "ada~demo",
        "PAI_USER_NAME": "ada",
        "PAI_DEFAULT_FS_URI": "",
        "PAI_VIRTUAL_CLUSTER": "default",
        "PAI_TASK_ROLE_COUNT": "1",
        "PAI_TASK_ROLE_LIST": "worker",
        "PAI_TASK_ROLE_TASK_COUNT_worker": "1",
        "PAI_TASK_ROLE_INSTANCES": "worker:0",
        "PAI_RESOURCE_worker": "1,3,2048,64",
        "PAI_MIN_FAILED_TASK_COUNT_worker": "1",
        "PAI_MIN_SUCCEEDED_TASK_COUNT_worker": "1",
        "PAI_CURRENT_TASK_ROLE_NAME": "worker",
        "PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX": "0",
        "PAI_TASK_INDEX": "0",
        "PAI_CURRENT_CONTAINER_IP": "127.0.0.1",
        "PAI_CONTAINER_HOST_IP": "127.0.0.1",
        "PAI_HOST_IP_worker_0": "127.0.0.1",
        "PAI_PORT_LIST_worker_0_sync": "20000,20001",
        "PAI_CONTAINER_HOST_sync_PORT_LIST": "20000,20001",
        "PAI_CONTAINER_SSH_PORT": "20002",
        "PAI_TASK_ROLE_worker_HOST_LIST": "127.0.0.1:20003",
    }
    assert {name: found.get(name) for name in expected} == expected


def test_several_containers_know_each_other(job: Job) -> None:
    data = job(role={"instances": 2, "completion": {"minFailedInstances": -1, "minSucceededInstances": 1}})
    data["taskRoles"]["master"] = {**data["taskRoles"]["worker"], "instances": 1, "completion": None}
    found = of(data, "worker", 1, host=lambda role, index: f"{role}-{index}")
    assert found["PAI_TASK_ROLE_LIST"] == "worker,master"
    assert found["PAI_TASK_ROLE_INSTANCES"] == "worker:0,worker:1,master:0"
    assert found["PAI_TASK_ROLE_worker_HOST_LIST"] == "worker-0:20001,worker-1:20003"
    assert found["PAI_HOST_IP_master_0"] == "master-0"
    assert found["PAI_CONTAINER_HOST_IP"] == "worker-1"
    assert found["PAI_TASK_INDEX"] == "1"
    assert found["PAI_MIN_FAILED_TASK_COUNT_worker"] == "-1"
    assert found["PAI_MIN_SUCCEEDED_TASK_COUNT_worker"] == "1"


@pytest.mark.parametrize(("written", "counted"), [(None, "3"), (0, "3"), (-1, "-1"), (2, "2")])
def test_a_job_needs_all_instances_of_a_role_unless_it_says_otherwise(job: Job, written: Any, counted: str) -> None:
    data = job(role={"instances": 3, "completion": {"minSucceededInstances": written}})
    assert of(data)["PAI_MIN_SUCCEEDED_TASK_COUNT_worker"] == counted


def test_the_virtual_cluster_is_the_jobs(job: Job) -> None:
    assert of(job(defaults={"virtualCluster": "vision"}))["PAI_VIRTUAL_CLUSTER"] == "vision"
    for other in (None, 1, "a\nPATH=b"):
        assert of(job(defaults={"virtualCluster": other}))["PAI_VIRTUAL_CLUSTER"] == "default"


def test_no_two_ports_are_the_same_and_there_is_an_end(job: Job) -> None:
    ports = reserve_ports(job(role={"instances": 20, "resourcePerInstance": RESOURCES}))
    assert ports is not None
    numbers = [number for each in ports.values() for number in each]
    assert len(numbers) == len(set(numbers)) == 20 * 4
    assert reserve_ports(job(role={"instances": 10**15})) is None


def test_the_rules_know_every_variable(job: Job) -> None:
    data = job(role={"resourcePerInstance": RESOURCES})
    names = of(data)
    data["taskRoles"]["worker"]["commands"] = [f'echo "${name}"' for name in names]
    document = parse(SourceFile("job.yaml", dump(data).encode()))
    assert [violation.message for violation in unknown_pai_variable.check(document)] == []

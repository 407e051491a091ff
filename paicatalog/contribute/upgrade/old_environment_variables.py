"""Environment variables that OpenPAI set before protocol 2 and does not set any more.

Source: `docs/job_tutorial.md` of microsoft/pai in its versions of 2018 and 2019, compared with what the current REST
server and runtime set (which includes many old names).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.rules.commands.pai_variables import NAMES

_SET_BY_VERSION_1 = frozenset(["PAI_DATA_DIR", "PAI_OUTPUT_DIR"])
PROVIDED_VARIABLES = (NAMES - _SET_BY_VERSION_1) | {"HOME", "HOSTNAME", "PATH", "PWD"}
"""Variables that every container has today."""
_PROVIDED_FORM = re.compile(
    r"PAI_(?:TASK_ROLE_TASK_COUNT|RESOURCE|MIN_FAILED_TASK_COUNT|MIN_SUCCEEDED_TASK_COUNT|HOST_IP|PORT_LIST)_\w+"
    r"|PAI_TASK_ROLE_\w+_HOST_LIST|PAI_CONTAINER_HOST_\w+_PORT_LIST"
)
_READ = re.compile(r"PAI_[A-Z]\w*")
_HOSTS_BY_NUMBER = re.compile(r"PAI_TASK_ROLE_([0-9]+)_HOST_LIST")


@dataclass(frozen=True, slots=True)
class OldRole:
    """The task role that variables describe."""

    name: str
    """The new name."""
    number: int
    """Its index among the job's task roles, from 0."""
    data: Mapping[str, Any]
    """Its fields in version 1."""


def old_variables(command: str, role: OldRole, roles: Mapping[int, str], job: Mapping[str, Any]) -> dict[str, str]:
    """Return the old variables that `command` reads, with their values as shell text for use in double quotes.

    `roles` are the new names of the job's task roles by index, `job` are its fields in version 1.
    """
    values = {**_of_role(role), **_of_job(job)}
    found: dict[str, str] = {}
    for name in dict.fromkeys(_READ.findall(command)):
        by_number = _HOSTS_BY_NUMBER.fullmatch(name)
        if by_number and int(by_number[1]) in roles and by_number[1] not in roles.values():
            found[name] = f"$PAI_TASK_ROLE_{roles[int(by_number[1])]}_HOST_LIST"
        elif name in values and values[name] is not None:
            found[name] = str(values[name])
    return found


def unknown_variables(command: str, known: Collection[str]) -> Iterator[str]:
    """Yield the `PAI_*` variables that `command` reads and that neither OpenPAI nor the command sets."""
    for name in dict.fromkeys(_READ.findall(command)):
        assigned = re.search(rf"\b{name}=", command)
        if name not in PROVIDED_VARIABLES and name not in known and not assigned and not _PROVIDED_FORM.fullmatch(name):
            yield name


def provided_variables(text: str) -> frozenset[str]:
    """Return the variables that every container has today, and those of a job or task role that `text` mentions."""
    return PROVIDED_VARIABLES | {name for name in _READ.findall(text) if _PROVIDED_FORM.fullmatch(name)}


def _of_role(role: OldRole) -> dict[str, Any]:
    data = role.data
    return {
        "PAI_CURRENT_TASK_ROLE_TASK_COUNT": f"$PAI_TASK_ROLE_TASK_COUNT_{role.name}",
        "PAI_CURRENT_TASK_ROLE_CPU_COUNT": data.get("cpuNumber"),
        "PAI_CURRENT_TASK_ROLE_MEM_MB": data.get("memoryMB"),
        "PAI_CURRENT_TASK_ROLE_SHM_MB": data.get("shmMB", 64),
        "PAI_CURRENT_TASK_ROLE_GPU_COUNT": data.get("gpuNumber"),
        "PAI_CURRENT_TASK_ROLE_MIN_FAILED_TASK_COUNT": data.get("minFailedTaskCount", 1),
        "PAI_CURRENT_TASK_ROLE_MIN_SUCCEEDED_TASK_COUNT": data.get("minSucceededTaskCount", ""),
        "PAI_TASK_ROLE_NAME": "$PAI_CURRENT_TASK_ROLE_NAME",
        "PAI_TASK_ROLE_NUM": f"$PAI_TASK_ROLE_TASK_COUNT_{role.name}",
        "PAI_TASK_ROLE_INDEX": "$PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX",
        "PAI_TASK_ROLE_NO": role.number,
        "PAI_TASK_CPU_NUM": data.get("cpuNumber"),
        "PAI_TASK_MEM_MB": data.get("memoryMB"),
        "PAI_TASK_GPU_NUM": data.get("gpuNumber"),
    }


def _of_job(job: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "PAI_JOB_VC_NAME": job.get("virtualCluster") or "default",
        "PAI_KILL_ALL_ON_COMPLETED_TASK_NUM": job.get("killAllOnCompletedTaskNumber"),
    }

"""The `PAI_*` environment variables that OpenPAI sets in each container, and the ports of containers on one machine.

`pai_environment.sh` computes the same variables in bash; keep the two in step. `rules/commands/pai_variables.py` lists
their
names for the rules.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from paicatalog.protocol.javascript.values import js_string
from paicatalog.reproduce.job.resources import RoleHardware, hardware, mapping

FIRST_PORT = 20_000
"""Below the ephemeral ports (on Linux, from 32768)."""
MOST_PORTS = 1_000
"""The limit for a whole job on one machine; more ports are a mistake or an attack."""
ALWAYS_RESERVED = ("ssh", "http")
"""The labels that every container has, declared or not."""

_CLUSTER = re.compile(r"[\w.-]+", re.ASCII)

Ports = Mapping[tuple[str, int, str], range]
"""(task role, instance, label) -> ports."""


def localhost(role: str, index: int) -> str:  # noqa: ARG001
    """Return the address of a container in the host's network."""
    return "127.0.0.1"


def reserve_ports(data: Mapping[str, Any], first: int = FIRST_PORT, most: int = MOST_PORTS) -> Ports | None:
    """Return consecutive ports for all containers, starting at `first`, or None if there are more than `most`."""
    reserved: dict[tuple[str, int, str], range] = {}
    following = first
    for role in hardware(data).roles:
        counts = port_counts(role)
        each = sum(counts.values())
        if following - first + each * role.instances > most:
            return None
        for index in range(role.instances):
            for label, number in counts.items():
                reserved[role.role, index, label] = range(following, following + number)
                following += number
    return reserved


def environment(
    data: Mapping[str, Any],
    *,
    role: str,
    index: int,
    job: str,
    ports: Ports,
    user: str = "local",
    host: Callable[[str, int], str] = localhost,
) -> dict[str, str]:
    """Return the variables of one container of a valid job.

    `index` counts from 0; `ports` is the result of `reserve_ports`; `host` returns the address of a container, given
    its role and index. The names and values, including the old spellings, are those of the REST server
    (`src/rest-server/src/models/v2/job/runtime-env.js` lines 18-64, values known before the job starts; `k8s.js` lines
    397-410 and 501-509, name and index of the task) and of the runtime (`src/init.d/framework_parser.py` lines 117-175,
    addresses and ports). Not set: `PAI_WORK_DIR`, the initial working directory (the entry script sets it), and
    variables of the first OpenPAI only (`PAI_DATA_DIR`, `PAI_OUTPUT_DIR`).
    """
    shared = shared_environment(data, job=job, ports=ports, user=user, host=host)
    return {**shared, **instance_environment(role, index, ports=ports, host=host)}


def shared_environment(
    data: Mapping[str, Any],
    *,
    job: str,
    ports: Ports,
    user: str = "local",
    host: Callable[[str, int], str] = localhost,
) -> dict[str, str]:
    """Return the variables that all containers of a job share; the options are those of `environment`."""
    roles, listed = hardware(data).roles, _by_container(ports)
    return {
        **job_environment(data, job=job, user=user),
        **{name: value for each in roles for name, value in _role_addresses(each, listed, host)},
        "PAI_TASK_ROLE_INSTANCES": ",".join(f"{each.role}:{i}" for each in roles for i in range(each.instances)),
    }


def job_environment(data: Mapping[str, Any], *, job: str, user: str = "local") -> dict[str, str]:
    """Return the shared variables that are not about single containers; the options are those of `environment`."""
    roles = hardware(data).roles
    return {
        **_job_variables(roles, user, f"{user}~{job}"),
        "PAI_VIRTUAL_CLUSTER": _virtual_cluster(data),
        **{name: value for each in roles for name, value in _role_variables(each, data)},
    }


def port_counts(role: RoleHardware) -> Mapping[str, int]:
    """Return label -> number of ports that each container of a role reserves, in the order of allocation."""
    return {**role.ports, **{label: role.ports.get(label, 1) for label in ALWAYS_RESERVED}}


def instance_environment(
    role: str, index: int, *, ports: Ports, host: Callable[[str, int], str] = localhost
) -> dict[str, str]:
    """Return the variables that differ between containers; the options are those of `environment`."""
    own = {label: _port_list(each) for (owner, at, label), each in ports.items() if (owner, at) == (role, index)}
    return _instance_variables(role, index, own, host(role, index))


def _job_variables(roles: tuple[RoleHardware, ...], user: str, name: str) -> dict[str, str]:
    names = ",".join(role.role for role in roles)
    tasks = str(sum(role.instances for role in roles))
    return {
        "PAI_JOB_NAME": name,
        "PAI_FRAMEWORK_NAME": name,
        "PAI_USER_NAME": user,
        "PAI_USERNAME": user,
        "PAI_DEFAULT_FS_URI": "",
        **dict.fromkeys(("PAI_TASK_ROLE_COUNT", "PAI_TASK_ROLES_NUM", "PAI_JOB_TASK_ROLE_COUNT"), str(len(roles))),
        **dict.fromkeys(("PAI_TASK_ROLE_LIST", "PAI_JOB_TASK_ROLE_LIST"), names),
        **dict.fromkeys(("PAI_TASKS_NUM", "PAI_JOB_TASK_COUNT"), tasks),
    }


def _virtual_cluster(data: Mapping[str, Any]) -> str:
    """Return the job's virtual cluster, `default` unless it names one (REST server, `k8s.js` lines 1031-1034).

    No cluster has one whose name contains other characters than these, which might end a line of an environment file.
    """
    named = mapping(data.get("defaults")).get("virtualCluster")
    return named if isinstance(named, str) and _CLUSTER.fullmatch(named) else "default"


def _role_variables(role: RoleHardware, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    fields = mapping(mapping(data.get("taskRoles")).get(role.role))
    resources = mapping(fields.get("resourcePerInstance"))
    completion = mapping(fields.get("completion"))
    shared = mapping(fields.get("extraContainerOptions")).get("shmMB", 0)
    numbers = (resources.get("gpu", 0), resources.get("cpu", 0), resources.get("memoryMB", 0), shared)
    yield f"PAI_TASK_ROLE_TASK_COUNT_{role.role}", str(role.instances)
    yield f"PAI_RESOURCE_{role.role}", ",".join(map(js_string, numbers))
    yield f"PAI_MIN_FAILED_TASK_COUNT_{role.role}", js_string(completion.get("minFailedInstances") or 1)
    yield (
        f"PAI_MIN_SUCCEEDED_TASK_COUNT_{role.role}",
        js_string(completion.get("minSucceededInstances") or role.instances),
    )


def _role_addresses(
    role: RoleHardware, ports: Mapping[tuple[str, int], Mapping[str, str]], host: Callable[[str, int], str]
) -> Iterator[tuple[str, str]]:
    addresses = []
    for index in range(role.instances):
        own = ports[role.role, index]
        yield f"PAI_HOST_IP_{role.role}_{index}", host(role.role, index)
        for label, listed in own.items():
            yield f"PAI_PORT_LIST_{role.role}_{index}_{label}", listed
            yield f"PAI_{role.role}_{index}_{label}_PORT", listed
        addresses.append(f"{host(role.role, index)}:{_first_port(own['http'])}")
    yield f"PAI_TASK_ROLE_{role.role}_HOST_LIST", ",".join(addresses)


def _instance_variables(role: str, index: int, own: Mapping[str, str], address: str) -> dict[str, str]:
    return {
        "PAI_CURRENT_TASK_ROLE_NAME": role,
        "PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX": str(index),
        "PAI_TASK_INDEX": str(index),
        **dict.fromkeys(("PAI_CURRENT_CONTAINER_IP", "PAI_CONTAINER_HOST_IP"), address),
        **dict.fromkeys(("PAI_CURRENT_CONTAINER_PORT", "PAI_CONTAINER_HOST_PORT"), _first_port(own["http"])),
        "PAI_CONTAINER_SSH_PORT": _first_port(own["ssh"]),
        **{f"PAI_CONTAINER_HOST_{label}_PORT_LIST": listed for label, listed in own.items()},
        "PAI_CONTAINER_HOST_PORT_LIST": "".join(f"{label}:{listed};" for label, listed in own.items()),
    }


def _by_container(ports: Ports) -> Mapping[tuple[str, int], Mapping[str, str]]:
    found: dict[tuple[str, int], dict[str, str]] = {}
    for (role, index, label), numbers in ports.items():
        found.setdefault((role, index), {})[label] = _port_list(numbers)
    return found


def _port_list(ports: range) -> str:
    return ",".join(map(str, ports))


def _first_port(listed: str) -> str:
    return listed.partition(",")[0]

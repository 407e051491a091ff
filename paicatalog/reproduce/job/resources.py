"""The hardware that a job requests, as numbers, even for an invalid file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.javascript.values import MAXIMUM_SAFE_INTEGER

SHARED_MEMORY_MB = 512
"""OpenPAI's default for `shmMB` (REST server, `models/v2/job/k8s.js`)."""


@dataclass(frozen=True, slots=True)
class RoleHardware:
    """The hardware of each instance of one task role."""

    role: str
    instances: int
    """At least 1."""
    cpu: int
    memory_mb: int
    """In MiB: OpenPAI passes the protocol's `memoryMB` to Kubernetes as `Mi`."""
    gpu: int
    shm_mb: int
    """Shared memory in MiB; by default `SHARED_MEMORY_MB`."""
    ports: Mapping[str, int]
    """Label -> number of reserved ports, at least 1; the implicit labels `ssh` and `http` only if declared."""
    infiniband: bool


@dataclass(frozen=True, slots=True)
class Hardware:
    """The hardware of all containers of a job."""

    roles: tuple[RoleHardware, ...]
    """In the job's order."""

    @property
    def containers(self) -> int:
        return sum(role.instances for role in self.roles)

    @property
    def gpus(self) -> int:
        return sum(role.instances * role.gpu for role in self.roles)

    @property
    def memory_mb(self) -> int:
        return sum(role.instances * role.memory_mb for role in self.roles)

    @property
    def cpus(self) -> int:
        return sum(role.instances * role.cpu for role in self.roles)

    @property
    def summary(self) -> str:
        """A summary for display: `2 containers, 8 GPUs, 64 GB memory, 16 CPUs`, without zeros."""
        parts = (
            _counted(self.containers, "container"),
            _counted(self.gpus, "GPU"),
            memory_words(self.memory_mb) and f"{memory_words(self.memory_mb)} memory",
            _counted(self.cpus, "CPU"),
        )
        return ", ".join(filter(None, parts))


def hardware(data: Any) -> Hardware:
    """Return the hardware that a job requests. Any other value than a positive integer is 0, or 1 for `instances`."""
    roles = mapping(mapping(data).get("taskRoles"))
    return Hardware(tuple(_role(str(name), mapping(fields)) for name, fields in roles.items()))


def memory_words(mebibytes: int) -> str:
    """Return an amount of memory for display: `512 MB`, `1.5 GB`, `64 GB`; empty for 0.

    The units are those of the protocol (`memoryMB`), with 1 GB = 1024 MB as on OpenPAI.
    """
    if mebibytes <= 0:
        return ""
    if mebibytes < 1024:
        return f"{mebibytes} MB"
    return f"{mebibytes / 1024:,.1f}".removesuffix(".0") + " GB"


def retries_tasks(data: Any) -> bool:
    """Return whether `taskRetryCount` has an effect: the REST server passes it on only without gang allocation.

    Any other value of `extras.gangAllocation` than false, and none, means gang allocation
    (`src/rest-server/src/models/v2/job/k8s.js` lines 385-395).
    """
    return mapping(mapping(data).get("extras")).get("gangAllocation") is False


def mapping(value: object) -> Mapping[str, Any]:
    """Return `value` if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def count(value: object) -> int:
    """Return `value` if it is a positive integer and at most JavaScript's maximum safe integer, else 0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 0 < value <= MAXIMUM_SAFE_INTEGER and value == int(value) else 0


def _role(name: str, fields: Mapping[str, Any]) -> RoleHardware:
    requested = mapping(fields.get("resourcePerInstance"))
    options = mapping(fields.get("extraContainerOptions"))
    return RoleHardware(
        role=name,
        instances=count(fields.get("instances")) or 1,
        cpu=count(requested.get("cpu")),
        memory_mb=count(requested.get("memoryMB")),
        gpu=count(requested.get("gpu")),
        shm_mb=count(options.get("shmMB")) or SHARED_MEMORY_MB,
        ports=dict(_ports(requested.get("ports"))),
        infiniband=options.get("infiniband") is True,
    )


def _ports(value: object) -> Iterator[tuple[str, int]]:
    for label, number in mapping(value).items():
        if reserved := count(number):
            yield str(label), reserved


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}" if number else ""

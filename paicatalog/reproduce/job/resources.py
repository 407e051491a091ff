"""The hardware that a job asks for: whatever a file holds, these are numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.javascript.values import MAXIMUM_SAFE_INTEGER

SHARED_MEMORY_MB = 512
"""What OpenPAI gives a container that asks for no `shmMB` (its REST server, `models/v2/job/k8s.js`)."""


@dataclass(frozen=True, slots=True)
class RoleHardware:
    """What each instance of one task role gets."""

    role: str
    instances: int
    """At least 1."""
    cpu: int
    memory_mb: int
    """In MiB: OpenPAI hands the protocol's `memoryMB` to Kubernetes as `Mi`."""
    gpu: int
    shm_mb: int
    """Shared memory in MiB, the platform's own amount where the job asks for none."""
    ports: Mapping[str, int]
    """Label -> how many ports it reserves, at least 1 each; `ssh` and `http`, which are always there, only if named."""
    infiniband: bool


@dataclass(frozen=True, slots=True)
class Hardware:
    """What all containers of a job get together."""

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
        """For people: `2 containers, 8 GPUs, 64 GB memory, 16 CPUs`; what is nothing is left out."""
        parts = (
            _counted(self.containers, "container"),
            _counted(self.gpus, "GPU"),
            memory_words(self.memory_mb) and f"{memory_words(self.memory_mb)} memory",
            _counted(self.cpus, "CPU"),
        )
        return ", ".join(filter(None, parts))


def hardware(data: Any) -> Hardware:
    """Return what a job asks for. What is no positive whole number counts as nothing, no `instances` as one."""
    roles = mapping(mapping(data).get("taskRoles"))
    return Hardware(tuple(_role(str(name), mapping(fields)) for name, fields in roles.items()))


def memory_words(mebibytes: int) -> str:
    """Return an amount of memory for people: `512 MB`, `1.5 GB`, `64 GB`; empty for none.

    The words are the protocol's (`memoryMB`), and each counts 1024 of the one below, as the platform does.
    """
    if mebibytes <= 0:
        return ""
    if mebibytes < 1024:
        return f"{mebibytes} MB"
    return f"{mebibytes / 1024:,.1f}".removesuffix(".0") + " GB"


def mapping(value: object) -> Mapping[str, Any]:
    """Return `value` where it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def count(value: object) -> int:
    """Return `value` where it is a positive whole number that JavaScript can hold, else 0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 0 < value <= MAXIMUM_SAFE_INTEGER and value == int(value) else 0


def _role(name: str, fields: Mapping[str, Any]) -> RoleHardware:
    asked = mapping(fields.get("resourcePerInstance"))
    options = mapping(fields.get("extraContainerOptions"))
    return RoleHardware(
        role=name,
        instances=count(fields.get("instances")) or 1,
        cpu=count(asked.get("cpu")),
        memory_mb=count(asked.get("memoryMB")),
        gpu=count(asked.get("gpu")),
        shm_mb=count(options.get("shmMB")) or SHARED_MEMORY_MB,
        ports=dict(_ports(asked.get("ports"))),
        infiniband=options.get("infiniband") is True,
    )


def _ports(value: object) -> Iterator[tuple[str, int]]:
    for label, number in mapping(value).items():
        if reserved := count(number):
            yield str(label), reserved


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}" if number else ""

"""The total resources of a job, for cards and filters. Invalid values in a file never raise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.reproduce.job.resources import memory_words
from paicatalog.site.theme.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Footprint:
    """Sums over all instances of all task roles."""

    containers: int
    gpus: int
    cpus: int
    memory_mb: int

    @property
    def distributed(self) -> bool:
        return self.containers > 1

    @property
    def words(self) -> str:
        """The text on a card: `8 GPUs, 32 CPUs, 64 GB in 2 containers`."""
        parts = [
            ngettext("%(num)s GPU", "%(num)s GPUs", self.gpus) if self.gpus else "",
            ngettext("%(num)s CPU", "%(num)s CPUs", self.cpus) if self.cpus else "",
            memory_words(self.memory_mb),
        ]
        listed = ", ".join(filter(None, parts))
        if listed and self.distributed:
            return gettext("%(hardware)s in %(count)s containers", hardware=listed, count=self.containers)
        return listed


def footprint(data: Mapping[str, Any]) -> Footprint:
    """Return the sums over the `taskRoles` of a job.

    A resource that is not a positive number counts as 0, missing or invalid `instances` as 1.
    """
    roles = data.get("taskRoles")
    sums = [0, 0, 0, 0]
    for role in roles.values() if isinstance(roles, dict) else ():
        if not isinstance(role, dict):
            continue
        requested = role.get("resourcePerInstance")
        resources = requested if isinstance(requested, dict) else {}
        instances = _number(role.get("instances", 1)) or 1
        each = (1, *(_number(resources.get(key)) for key in ("gpu", "cpu", "memoryMB")))
        sums = [total + instances * number for total, number in zip(sums, each, strict=True)]
    return Footprint(*sums)


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
        return 0
    return int(value)

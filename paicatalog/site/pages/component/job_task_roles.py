"""A job's task roles as rows of a table: components, instances, resources and completion policy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.component_type import PREREQUISITE_TYPES
from paicatalog.reproduce.job.resources import Hardware, RoleHardware, mapping, memory_words, retries_tasks
from paicatalog.site.build_context import Hyperlink
from paicatalog.site.theme.language import gettext, ngettext

MOST_ROLES = 100


@dataclass(frozen=True, slots=True)
class TaskRoleRow:
    """One task role; resources are those of one instance."""

    asked: RoleHardware
    memory: str
    options: tuple[str, ...]
    """Shared memory, InfiniBand and ports, in words."""
    components: tuple[Hyperlink, ...]
    """The prerequisites that it names; the note is the type."""
    completion: tuple[str, ...]
    """The completion policy and retries, in words."""


def task_roles(data: Mapping[str, Any], asked: Hardware) -> tuple[TaskRoleRow, ...]:
    """Return the roles in the order of the file; invalid values are left out."""
    roles = mapping(data.get("taskRoles"))
    retried = retries_tasks(data)
    return tuple(_task_role(mapping(roles.get(own.role)), own, is_retried=retried) for own in asked.roles[:MOST_ROLES])


def _task_role(role: Mapping[str, Any], asked: RoleHardware, *, is_retried: bool) -> TaskRoleRow:
    return TaskRoleRow(
        asked=asked,
        memory=memory_words(asked.memory_mb),
        options=tuple(_options(role, asked)),
        components=tuple(_named(role)),
        completion=tuple(_completion(role, is_retried=is_retried)),
    )


def times(count: int) -> str:
    """Return a number of retries in words."""
    return ngettext("once", "up to %(num)s times", count)


def _options(role: Mapping[str, Any], asked: RoleHardware) -> Iterator[str]:
    if "shmMB" in mapping(role.get("extraContainerOptions")):
        yield gettext("%(size)s shared memory", size=memory_words(asked.shm_mb))
    if asked.infiniband:
        yield "InfiniBand"
    if asked.ports:
        words = ", ".join(label if count == 1 else f"{label} ({count})" for label, count in asked.ports.items())
        yield ngettext("port %(ports)s", "ports %(ports)s", sum(asked.ports.values()), ports=words)


def _named(role: Mapping[str, Any]) -> Iterator[Hyperlink]:
    for type_ in reversed(PREREQUISITE_TYPES):
        name = role.get(type_.role_field)
        if isinstance(name, str):
            yield Hyperlink(name, "", type_.value)


def _completion(role: Mapping[str, Any], *, is_retried: bool) -> Iterator[str]:
    rules = mapping(role.get("completion"))
    failed, succeeded = rules.get("minFailedInstances"), rules.get("minSucceededInstances")
    if failed == -1:
        yield gettext("never fails the job")
    elif isinstance(failed, int) and failed > 1:
        yield gettext("fails the job when %(count)s instances fail", count=failed)
    if isinstance(succeeded, int) and succeeded > 0:
        yield ngettext("done when 1 instance succeeds", "done when %(num)s instances succeed", succeeded)
    retries = role.get("taskRetryCount")
    if is_retried and isinstance(retries, int) and retries:
        yield gettext("tried again %(times)s", times=gettext("without end") if retries < 0 else times(retries))

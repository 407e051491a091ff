"""The runtime plugins of a task role, in the order in which the OpenPAI runtime starts them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.protocol.place import Pointer
from paicatalog.reproduce.job.resources import mapping

PLUGIN_KEY = "com.microsoft.pai.runtimeplugin"
"""The key of plugins in `extras`, and the prefix of a prerequisite's `plugin`."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin of one task role."""

    name: str
    """`cmd`, `git`, `ssh`, ..."""
    parameters: Mapping[str, Any]
    ignores_failure: bool
    """`failurePolicy: ignore`: its script continues after a failed command."""
    pointer: Pointer
    """The place in the job's file."""
    roles: tuple[str, ...] | None = None
    """The task roles it is limited to; None for all."""


def plugins(data: Mapping[str, Any], role: str) -> tuple[Plugin, ...]:
    """Return the plugins of a role: those of its prerequisites, then those of `extras`.

    This is the order of the runtime's `init.d/initializer.py`: a prerequisite comes after those that it requires.
    """
    return (*_prerequisite_plugins(data, role), *_extras_plugins(data, role))


def _prerequisite_plugins(data: Mapping[str, Any], role: str) -> Iterator[Plugin]:
    listed = _list(data.get("prerequisites"))
    # The runtime looks prerequisites up by name alone; of duplicates it takes the last.
    known = {item["name"]: index for index, item in enumerate(listed) if isinstance(mapping(item).get("name"), str)}
    named = mapping(mapping(data.get("taskRoles")).get(role)).get("prerequisites")
    for index in _with_required(_list(named), listed, known):
        name = listed[index].get("plugin")
        if isinstance(name, str) and name.startswith(f"{PLUGIN_KEY}."):
            yield _plugin(name.removeprefix(f"{PLUGIN_KEY}."), listed[index], listed[index], ("prerequisites", index))


def _with_required(names: list[Any], listed: list[Any], known: Mapping[str, int]) -> list[int]:
    """Return the indices of the named prerequisites, without duplicates, each after those that it requires."""
    order: dict[int, None] = {}
    visited: set[int] = set()
    pending = [(name, False) for name in reversed(names)]
    while pending:
        name, done = pending.pop()
        index = known.get(name) if isinstance(name, str) else None
        if index is None:
            continue
        if done:
            order[index] = None
        elif index not in visited:
            visited.add(index)
            pending.append((name, True))
            pending.extend((needed, False) for needed in reversed(_list(listed[index].get("require"))))
    return list(order)


def _extras_plugins(data: Mapping[str, Any], role: str) -> Iterator[Plugin]:
    for index, item in enumerate(_list(mapping(data.get("extras")).get(PLUGIN_KEY))):
        fields = mapping(item)
        roles = fields.get("taskroles")
        if isinstance(fields.get("plugin"), str) and (not isinstance(roles, list) or role in roles):
            parameters = mapping(fields.get("parameters"))
            plugin = _plugin(fields["plugin"], fields, parameters, ("extras", PLUGIN_KEY, index))
            yield replace(plugin, roles=tuple(map(str, roles)) if isinstance(roles, list) else None)


def _plugin(name: str, fields: Mapping[str, Any], parameters: Mapping[str, Any], pointer: Pointer) -> Plugin:
    ignores = str(fields.get("failurePolicy", "")).lower() == "ignore"
    return Plugin(name, parameters, ignores, pointer)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []

"""Reading of embedded components from the data of a job, which may have any types."""

from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.catalog.component import Component, Identity, Prerequisite
from paicatalog.catalog.version import version_text
from paicatalog.protocol.component_type import PREREQUISITE_TYPES, TYPE_BY_NAME, ComponentType


def prerequisites_of(job: Component) -> tuple[Prerequisite, ...]:
    """Return the embedded components of a job, in its order; those without a known type or a name are left out."""
    if job.type is not ComponentType.JOB:
        return ()
    listed = job.data.get("prerequisites")
    roles = job.data.get("taskRoles")
    used = _users(roles) if isinstance(roles, dict) else {}
    return tuple(_read(listed, used)) if isinstance(listed, list) else ()


def _read(listed: list[Any], used: Mapping[tuple[str, str], list[str]]) -> Iterator[Prerequisite]:
    for index, data in enumerate(listed):
        if not isinstance(data, dict):
            continue
        name, kind = data.get("name"), data.get("type")
        if not (isinstance(name, str) and isinstance(kind, str) and kind in PREREQUISITE_TYPES):
            continue
        identity = Identity(TYPE_BY_NAME[kind], name, version_text(data.get("version")))
        roles = used.get((kind, name), [])
        if named := used.get(("", name)):
            roles = list(dict.fromkeys([*roles, *named]))
        yield Prerequisite(index, identity, data, tuple(roles))


def _users(roles: Mapping[Any, Any]) -> Mapping[tuple[str, str], list[str]]:
    """Return the roles that refer to each (type, name); type "" is for `prerequisites` of a role (any type)."""
    used: dict[tuple[str, str], list[str]] = {}
    for role, content in roles.items():
        if not isinstance(content, dict):
            continue
        for kind in PREREQUISITE_TYPES:
            if isinstance(name := content.get(kind.role_field), str):
                used.setdefault((kind, name), []).append(str(role))
        others = content.get("prerequisites")
        for name in others if isinstance(others, list) else ():
            if isinstance(name, str):
                used.setdefault(("", name), []).append(str(role))
    return used

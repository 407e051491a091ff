"""References inside one file: every name that a job refers to must be defined in it, and only once.

Source of the rules: the REST server's checks after its schema. Unlike the server, this module does not accept
JavaScript's built-in names (`toString`) as prerequisites.
"""

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any

from paicatalog.protocol.component_type import PREREQUISITE_TYPES, ComponentType
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind

_NAME = re.compile("[a-zA-Z0-9_-]+")


def check_references(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield duplicate names and unresolved references. `data` may have any shape."""
    names = yield from _prerequisites(data)
    for role, fields in _entries(data.get("taskRoles")):
        yield from _check_role(role, fields, names)
    yield from _check_deployments(data)


class _Names:
    """The names of a job's prerequisites, by type."""

    def __init__(self) -> None:
        self.first: dict[str, dict[str, int]] = {kind: {} for kind in PREREQUISITE_TYPES}
        """Type -> name -> index of the first prerequisite with that name."""
        self.untyped: set[str] = set()
        """Names of prerequisites with an invalid type, which is reported elsewhere."""
        self.unnamed_types: set[str | None] = set()
        """Types of prerequisites with an invalid name, which is reported elsewhere; None if the type is unknown too."""

    def may_contain(self, name: str, kind: ComponentType | None) -> bool:
        """Return whether a prerequisite of a type (None: any) has this name, or might but for another mistake."""
        if kind is None:
            return (
                bool(self.unnamed_types) or name in self.untyped or any(name in named for named in self.first.values())
            )
        return (
            name in self.first[kind] or name in self.untyped or kind in self.unnamed_types or None in self.unnamed_types
        )

    def of_type(self, kind: ComponentType | None) -> tuple[str, ...]:
        """Return the names of a type (None: of all), in the order of the file."""
        found = [named for of_kind, named in self.first.items() if kind is None or of_kind == kind]
        listed = sorted((index, name) for named in found for name, index in named.items())
        return tuple(dict.fromkeys(name for _, name in listed))


def _prerequisites(data: Mapping[str, Any]) -> Generator[Problem, None, _Names]:
    names = _Names()
    listed = data.get("prerequisites", [{}])
    if not listed or not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        names.unnamed_types.add(None)
    for index, item in _items(data.get("prerequisites")):
        kind, name = item.get("type"), item.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            names.unnamed_types.add(kind if isinstance(kind, str) and kind in names.first else None)
            continue
        if not isinstance(kind, str) or kind not in names.first:
            names.untyped.add(name)
            continue
        first = names.first[kind].setdefault(name, index)
        if first != index:
            detail = {"type": kind, "name": name, "first": _name_of(first)}
            yield Problem(ProblemKind.DUPLICATE_PREREQUISITE, _name_of(index), detail)
    return names


def _name_of(index: int) -> Place:
    return Place(("prerequisites", index, "name"))


def _check_role(role: str, fields: Mapping[str, Any], names: _Names) -> Iterator[Problem]:
    for kind in PREREQUISITE_TYPES:
        name = fields.get(kind.role_field)
        if isinstance(name, str) and not names.may_contain(name, kind):
            yield _unresolved(name, kind, ("taskRoles", role, kind.role_field), names)
    listed = fields.get("prerequisites")
    for index, name in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(name, str) and not names.may_contain(name, None):
            yield _unresolved(name, None, ("taskRoles", role, "prerequisites", index), names)


def _unresolved(name: str, kind: ComponentType | None, pointer: Pointer, names: _Names) -> Problem:
    detail = {
        "role": pointer[1],
        "field": pointer[2],
        "name": name,
        "type": str(kind) if kind else None,
        "candidates": names.of_type(kind),
    }
    return Problem(ProblemKind.UNRESOLVED_PREREQUISITE, Place(pointer), detail)


def _check_deployments(data: Mapping[str, Any]) -> Iterator[Problem]:
    places: dict[str, Place] = {}
    nameless = False
    for index, item in _items(data.get("deployments")):
        name, place = item.get("name"), Place(("deployments", index, "name"))
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            nameless = True
            continue
        first = places.setdefault(name, place)
        if first is not place:
            yield Problem(ProblemKind.DUPLICATE_DEPLOYMENT, place, {"name": name, "first": first})
    defaults = data.get("defaults")
    chosen = defaults.get("deployment") if isinstance(defaults, dict) else None
    if isinstance(chosen, str) and chosen not in places and not nameless:
        detail = {"name": chosen, "candidates": tuple(places)}
        yield Problem(ProblemKind.UNRESOLVED_DEPLOYMENT, Place(("defaults", "deployment")), detail)


def _entries(value: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, dict):
            yield key, item


def _items(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for index, item in enumerate(value) if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield index, item

"""References inside one file: every name that a job refers to is the name of something in it.

Source of the rules: the REST server's checks after its schema. Unlike it, we do not take JavaScript's
built-in names (`toString`) for prerequisites.
"""

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any

from paicatalog.protocol.component_type import PREREQUISITE_TYPES, ComponentType
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind

_TYPES = frozenset(PREREQUISITE_TYPES)
_NAME = re.compile("[a-zA-Z0-9_-]+")


def check_references(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is named twice and what is referred to but not there. `data` may have any shape."""
    names = yield from _prerequisites(data)
    for role, fields in _entries(data.get("taskRoles")):
        yield from _check_role(role, fields, names)
    yield from _check_deployments(data)


class _Names:
    """The names of a job's prerequisites, by type."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, str], Place] = {}
        self.doubtful: set[str] = set()
        """Names of prerequisites whose own type is wrong, which is problem enough."""
        self.nameless: set[str | None] = set()
        """Types of prerequisites without a good name, which is problem enough; None where the type is unknown too."""

    def may_be(self, name: str, kind: ComponentType | None) -> bool:
        """Whether `name` is the name of a prerequisite of a type, or would be but for another mistake."""
        if name in self.doubtful or name in self.of(kind):
            return True
        return bool(self.nameless) if kind is None else bool(self.nameless & {kind, None})

    def of(self, kind: ComponentType | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for found, name in self.places if kind is None or found == kind))


def _prerequisites(data: Mapping[str, Any]) -> Generator[Problem, None, _Names]:
    names = _Names()
    listed = data.get("prerequisites", [{}])
    if not listed or not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        names.nameless.add(None)
    for index, item in _items(data.get("prerequisites")):
        kind, name = item.get("type"), item.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            names.nameless.add(kind if isinstance(kind, str) and kind in _TYPES else None)
            continue
        if not isinstance(kind, str) or kind not in _TYPES:
            names.doubtful.add(name)
            continue
        place = Place(("prerequisites", index, "name"))
        first = names.places.setdefault((kind, name), place)
        if first is not place:
            detail = {"type": kind, "name": name, "first": first}
            yield Problem(ProblemKind.DUPLICATE_PREREQUISITE, place, detail)
    return names


def _check_role(role: str, fields: Mapping[str, Any], names: _Names) -> Iterator[Problem]:
    pointer = ("taskRoles", role)
    for kind in PREREQUISITE_TYPES:
        yield from _check_name(fields.get(kind.role_field), kind, (*pointer, kind.role_field), names)
    listed = fields.get("prerequisites")
    for index, name in enumerate(listed if isinstance(listed, list) else ()):
        yield from _check_name(name, None, (*pointer, "prerequisites", index), names)


def _check_name(name: object, kind: ComponentType | None, pointer: Pointer, names: _Names) -> Iterator[Problem]:
    if not isinstance(name, str) or names.may_be(name, kind):
        return
    detail = {
        "role": pointer[1],
        "field": pointer[2],
        "name": name,
        "type": str(kind) if kind else None,
        "candidates": names.of(kind),
    }
    yield Problem(ProblemKind.UNRESOLVED_PREREQUISITE, Place(pointer), detail)


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

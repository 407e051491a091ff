"""What may be wrong with a key that the schema refuses, or with one that it misses; `cause.py` tries which of it is."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from paicatalog.protocol.component_type import PREREQUISITE_TYPES
from paicatalog.protocol.meant import Move, value_at, value_or_none
from paicatalog.protocol.near import near
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.schema.extras import JOB_EXTRAS

_RESOURCES = ("cpu", "memoryMB", "gpu", "ports")
_OF_ROLE = frozenset({"instances", "completion", "taskRetryCount", "dockerImage", "resourcePerInstance", "commands"})
_SETTINGS: Mapping[str, Collection[str]] = {
    "extras": JOB_EXTRAS["properties"],
    "defaults": ("deployment", "virtualCluster"),
}
_ROLE = "worker"
"""A name for the task role that has none, where nothing else in the job names it."""
_FIELDS = frozenset({*_OF_ROLE, "data", "script", "output", "prerequisites", "extraContainerOptions"})
_NAMED_ROLE = re.compile(r"PAI_(?:HOST_IP|PORT_LIST|RESOURCE|TASK_ROLE_TASK_COUNT)_([A-Za-z0-9]+)")
_DEEPEST = 8
_OPEN = frozenset(
    {"parameters", "secrets", "defaults", "extras", "extraContainerOptions", "prerequisites", "deployments"}
)
"""Where any key may stand, so that a key that fits there says nothing."""
_SURELY_ALIKE = 0.8
"""Of keys that are less alike the value has to fit as well."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What may be wrong."""

    cause: Problem
    moves: tuple[Move, ...]
    """What puts it right."""
    gain: int
    """How much less the schema has to refuse then, at least, if this was it."""


def guesses(data: Any, problems: Sequence[Problem]) -> Iterator[Guess]:
    """Yield what may explain some of `problems`, the likelier first."""
    missing = [problem for problem in problems if problem.kind is ProblemKind.MISSING_KEY]
    unknown = [problem for problem in problems if problem.kind is ProblemKind.UNKNOWN_KEY]
    yield from _role_without_name(data)
    yield from _field_as_role(data)
    yield from _settings_as_roles(data)
    for problem in missing:
        yield from _resources_elsewhere(data, problem, {each.place.pointer for each in unknown})
    for problem in unknown:
        yield from _misplaced(data, problem)
        yield from _misspelled(data, problem)
        yield from _renamed(problem, missing)
        yield from _recognized(data, problem)
    for problem in missing:
        yield from _open_misspelled(data, problem)


def _role_without_name(data: Any) -> Iterator[Guess]:
    """The name of a task role is missing, so that its fields are taken for task roles."""
    roles = data.get("taskRoles")
    fields = [key for key in roles if key in _FIELDS] if isinstance(roles, dict) else []
    if len(_OF_ROLE & {*fields}) > 1:
        name = _role_name(data)
        moves = tuple(Move(("taskRoles", key), ("taskRoles", name, key)) for key in fields)
        detail = {"key": name, "parent": "`taskRoles`", "before": fields[0]}
        cause = Problem(ProblemKind.MISSING_KEY, Place(moves[0].written, Part.KEY), detail)
        yield Guess(cause, moves, 2)


def _field_as_role(data: Any) -> Iterator[Guess]:
    """A field of the task role above stands as far left as the role's name."""
    roles = data.get("taskRoles")
    names = list(roles) if isinstance(roles, dict) else []
    for above, key in pairwise(names):
        if key in _FIELDS and isinstance(roles[above], dict) and key not in roles[above]:
            yield _to(_unknown(("taskRoles", key)), ("taskRoles", above, key), 1)


def _settings_as_roles(data: Any) -> Iterator[Guess]:
    """`extras:` or `defaults:` is missing, so that what belongs below it is taken for task roles."""
    roles = data.get("taskRoles")
    for owner, names in _SETTINGS.items():
        astray = [key for key in roles if key in names] if isinstance(roles, dict) and not data.get(owner) else []
        if astray:
            moves = tuple(Move(("taskRoles", key), (owner, key)) for key in astray)
            yield replace(_to(_unknown(moves[0].written), moves[0].meant, 1), moves=moves)


def _role_name(data: Any) -> str:
    """Return what the task role without a name is called elsewhere in the job."""
    scheduled = value_or_none(data, ("extras", "hivedScheduler", "taskRoles"))
    deployed = [value_or_none(item, ("taskRoles",)) for item in _mappings(data.get("deployments"))]
    named = [name for roles in (scheduled, *deployed) if isinstance(roles, dict) for name in roles]
    read = _NAMED_ROLE.findall(str(data["taskRoles"]))
    return next((str(name) for name in (*named, *read) if name not in data["taskRoles"]), _ROLE)


def _resources_elsewhere(data: Any, missing: Problem, unknown: Collection[Pointer]) -> Iterator[Guess]:
    """`resourcePerInstance:` is missing, so that what belongs below it is taken for something else's."""
    role = missing.place.pointer
    if missing.detail["key"] != "resourcePerInstance":
        return
    for above, fields in value_at(data, role).items():
        astray = [key for key in _RESOURCES if isinstance(fields, dict) and key in fields]
        if astray and (*role, above) not in unknown:
            first = next(key for key in fields if key in astray)
            place = Place((*role, above, first), Part.KEY)
            moves = tuple(Move((*role, above, key), (*role, "resourcePerInstance", key)) for key in astray)
            yield Guess(replace(missing, place=place, detail={**missing.detail, "before": first}), moves, 1)


def _misplaced(data: Any, unknown: Problem) -> Iterator[Guess]:
    """The key stands too far right, and belongs to what is around; or too far left, and belongs to what is above it."""
    *parent, key = unknown.place.pointer
    outer = value_at(data, parent[:-1]) if parent else None
    if isinstance(outer, dict) and key not in outer:
        yield _to(unknown, (*parent[:-1], key), 1)
    owner = value_at(data, parent)
    for above in _ends_above(owner, key):
        yield _to(unknown, (*parent, *above, key), 1 if _OPEN.isdisjoint((*parent, *above)) else 2)


def _ends_above(owner: Mapping[str, Any], key: str | int) -> Iterator[Pointer]:
    """Yield what a key would belong to if it stood further right: the last thing in what is above it, and so on."""
    keys = list(owner)
    above: Pointer = tuple(keys[keys.index(str(key)) - 1 :][:1]) if keys[:1] != [key] else ()
    while above and len(above) < _DEEPEST:
        value = value_at(owner, above)
        if value is None or isinstance(value, dict):
            yield above
        if not value or not isinstance(value, dict | list):
            return
        above = (*above, len(value) - 1 if isinstance(value, list) else list(value)[-1])


def _misspelled(data: Any, unknown: Problem) -> Iterator[Guess]:
    *parent, key = unknown.place.pointer
    owner = value_at(data, parent)
    if meant := near(key, [name for name in unknown.detail["allowed"] if name not in owner]):
        surely = SequenceMatcher(None, str(key).lower(), meant.lower()).ratio() >= _SURELY_ALIKE
        yield _to(unknown, (*parent, meant), 0 if surely else 1)


def _renamed(unknown: Problem, missing: Sequence[Problem]) -> Iterator[Guess]:
    """The key stands for one that is missing, though it is not like it."""
    *parent, _ = unknown.place.pointer
    for problem in missing:
        if problem.place.pointer == tuple(parent):
            yield _to(unknown, (*parent, problem.detail["key"]), 2)


def _recognized(data: Any, unknown: Problem) -> Iterator[Guess]:
    """What stands under the key, or is said of it elsewhere, shows which key it was to be."""
    *parent, key = unknown.place.pointer
    value = value_at(data, unknown.place.pointer)
    if not parent:
        if "prerequisites" not in data and isinstance(value, list) and _are_prerequisites(value):
            yield _to(unknown, ("prerequisites",), 1)
        for root in ("parameters", "secrets"):
            if isinstance(data.get(root) or {}, dict) and f"${root}.{key}" in str(data.get("taskRoles")):
                yield _to(unknown, (root, key), 1)
    elif parent[:-1] == ["taskRoles"] and isinstance(value, str):
        kinds = [item.get("type") for item in _mappings(data.get("prerequisites")) if item.get("name") == value]
        for kind in PREREQUISITE_TYPES:
            if kind in kinds and kind.role_field not in value_at(data, parent):
                yield _to(unknown, (*parent, kind.role_field), 1)


def _open_misspelled(data: Any, missing: Problem) -> Iterator[Guess]:
    """The key is misspelled where any key may stand."""
    parent, known = missing.place.pointer, missing.detail.get("known", ())
    written = near(missing.detail["key"], [key for key in value_at(data, parent) if key not in known])
    if written:
        place = Place((*parent, written), Part.KEY)
        move = Move((*parent, written), (*parent, missing.detail["key"]))
        yield Guess(replace(missing, place=place, detail={**missing.detail, "written": written}), (move,), 0)


def _unknown(pointer: Pointer) -> Problem:
    return Problem(ProblemKind.UNKNOWN_KEY, Place(pointer, Part.KEY), {"key": pointer[-1], "allowed": ()})


def _are_prerequisites(items: list[Any]) -> bool:
    return all(item.get("type") in [*PREREQUISITE_TYPES] for item in _mappings(items)) and bool(_mappings(items))


def _mappings(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _to(unknown: Problem, meant: Pointer, gain: int) -> Guess:
    cause = replace(unknown, detail={**unknown.detail, "meant": meant})
    return Guess(cause, (Move(unknown.place.pointer, meant),), gain)

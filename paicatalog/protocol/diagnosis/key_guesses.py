"""Guesses about one key: it is a level too high or too low, or has the wrong name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from paicatalog.protocol.component_type import PREREQUISITE_TYPES
from paicatalog.protocol.corrections import Move, mappings_in, value_at
from paicatalog.protocol.diagnosis.guess import Guess, misplaced_key
from paicatalog.protocol.diagnosis.near_names import near
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.problem import Problem

_MAXIMUM_DEPTH = 8
_ROOTS = ("parameters", "secrets")
_MAXIMUM_NAMES = 20
_OPEN_MAPPINGS = frozenset(
    {"parameters", "secrets", "defaults", "extras", "extraContainerOptions", "prerequisites", "deployments"}
)
"""Mappings that accept any key, so that a key that fits there is no evidence."""
_TEXT_LISTS = frozenset({"commands", "preCommands", "postCommands", "uri"})
"""Lists of which no item has keys."""
_ANY_KEY = _OPEN_MAPPINGS | {"taskRoles", "ports"}
"""Mappings in which the name of a key is no evidence."""
_SIMILAR = 0.8
"""Similarity of two keys (0 to 1) below which the value has to fit as well."""


def key_guesses(data: Any, missing: Sequence[Problem], unknown: Iterable[Problem]) -> Iterator[Guess]:
    """Yield guesses about unknown keys and missing ones."""
    for problem in unknown:
        yield from _misplaced(data, problem)
        yield from _misspelled(data, problem)
        yield from _renamed(problem, missing)
        yield from _recognized(data, problem)
    for problem in missing:
        yield from _open_misspelled(data, problem)


def _misplaced(data: Any, unknown: Problem) -> Iterator[Guess]:
    """Guess that the key is indented too far and belongs one level up, or not enough and belongs to the entry above."""
    *parent, key = unknown.place.pointer
    outer = value_at(data, parent[:-1]) if parent else None
    if isinstance(outer, dict) and key not in outer:
        yield misplaced_key(unknown, (*parent[:-1], key), 1, by_name=_ANY_KEY.isdisjoint(parent[-2:-1]))
    owner = value_at(data, parent)
    for above in _ends_above(owner, key):
        gain = 1 if _OPEN_MAPPINGS.isdisjoint((*parent, *above)) else 2
        yield misplaced_key(unknown, (*parent, *above, key), gain, by_name=_ANY_KEY.isdisjoint(above[-1:]))


def _ends_above(owner: Mapping[str, Any], key: str | int) -> Iterator[Pointer]:
    """Yield what a key may belong to if it is indented further: the entry above, the last entry in that, and so on."""
    keys = list(owner)
    above: Pointer = tuple(keys[keys.index(str(key)) - 1 :][:1]) if keys[:1] != [key] else ()
    while above and len(above) < _MAXIMUM_DEPTH:
        value = value_at(owner, above)
        if isinstance(value, dict) or (value is None and isinstance(above[-1], str)):
            yield above
        if not value or not isinstance(value, dict | list) or above[-1] in _TEXT_LISTS:
            return
        above = (*above, len(value) - 1 if isinstance(value, list) else list(value)[-1])


def _misspelled(data: Any, unknown: Problem) -> Iterator[Guess]:
    *parent, key = unknown.place.pointer
    owner = value_at(data, parent)
    if meant := near(key, [name for name in unknown.detail["allowed"] if name not in owner]):
        similar = SequenceMatcher(None, str(key).lower(), meant.lower()).ratio() >= _SIMILAR
        yield misplaced_key(unknown, (*parent, meant), 0 if similar else 1, by_name=True)


def _renamed(unknown: Problem, missing: Sequence[Problem]) -> Iterator[Guess]:
    """Guess that the key was meant to be a missing one, even though their names are not similar."""
    *parent, _ = unknown.place.pointer
    for problem in missing:
        if problem.place.pointer == tuple(parent):
            yield misplaced_key(unknown, (*parent, problem.detail["key"]), 2)


def _recognized(data: Any, unknown: Problem) -> Iterator[Guess]:
    """Guess the key from its value, or from references to it."""
    *parent, key = unknown.place.pointer
    value = value_at(data, unknown.place.pointer)
    if not parent:
        if "prerequisites" not in data and isinstance(value, list) and _are_prerequisites(value):
            yield misplaced_key(unknown, ("prerequisites",), 1)
        if "parameters" not in data and isinstance(value, dict) and _are_parameters(value, data):
            yield misplaced_key(unknown, ("parameters",), 1)
        referred = re.findall(rf"\$(\w+)\.{re.escape(str(key))}(?![\w-])", str(data.get("taskRoles")))
        for root in dict.fromkeys(near(root, _ROOTS) or root for root in referred):
            if root in _ROOTS and isinstance(data.get(root) or {}, dict):
                yield misplaced_key(unknown, (root, key), 1)
    elif parent[:-1] == ["taskRoles"] and isinstance(value, str):
        kinds = [item.get("type") for item in mappings_in(data.get("prerequisites")) if item.get("name") == value]
        for kind in PREREQUISITE_TYPES:
            if kind in kinds and kind.role_field not in value_at(data, parent):
                yield misplaced_key(unknown, (*parent, kind.role_field), 1)


def _open_misspelled(data: Any, missing: Problem) -> Iterator[Guess]:
    """Guess that a missing key is misspelled in a mapping that accepts any key."""
    parent, known = missing.place.pointer, missing.detail.get("known", ())
    written = near(missing.detail["key"], [key for key in value_at(data, parent) if key not in known])
    if written:
        place = Place((*parent, written), Part.KEY)
        move = Move((*parent, written), (*parent, missing.detail["key"]))
        yield Guess(
            replace(missing, place=place, detail={**missing.detail, "written": written}), (move,), 0, by_name=True
        )


def _are_prerequisites(items: list[Any]) -> bool:
    return all(item.get("type") in [*PREREQUISITE_TYPES] for item in mappings_in(items)) and bool(mappings_in(items))


def _are_parameters(names: Iterable[str], data: Any) -> bool:
    """Return whether the commands of a job refer to one of the names as a parameter."""
    roles = str(data.get("taskRoles"))
    return any(f"$parameters.{name}" in roles for name in islice(names, _MAXIMUM_NAMES))

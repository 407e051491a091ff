"""Data as it was most likely meant: a misspelled key is taken for the key that it is like.

That a key is misspelled is a mistake of its own; what is missing because of it is none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from paicatalog.protocol.near import near
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind

MAXIMUM_MISSPELLED = 100
"""Of more keys that are wrong nobody knows what they were meant to be."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """A key that was most likely meant to be another."""

    parent: Pointer
    """The mapping that it is in."""
    written: str
    meant: str


@dataclass(frozen=True, slots=True)
class Meant:
    """Data with its misspelled keys spelled right."""

    data: Any
    renamed: tuple[Renaming, ...] = ()

    def written(self, place: Place) -> Place:
        """Return where in the file as it is written a place of `data` stands."""
        for each in self.renamed:
            depth = len(each.parent)
            if place.pointer[: depth + 1] == (*each.parent, each.meant):
                place = replace(place, pointer=(*each.parent, each.written, *place.pointer[depth + 1 :]))
        return place


def as_meant(data: Any, problems: Iterable[Problem]) -> Meant:
    """Return `data`, of which the schema refuses `problems`, as it was most likely meant."""
    misspelling = (
        problem for problem in problems if problem.kind in (ProblemKind.UNKNOWN_KEY, ProblemKind.MISSING_KEY)
    )
    found = list(_renamings(data, islice(misspelling, MAXIMUM_MISSPELLED)))
    renamed = {(each.parent, each.meant): each for each in reversed(found)}
    if not renamed:
        return Meant(data)
    return Meant(_respelled(data, (), renamed), tuple(renamed.values()))


def misspelled(mapping: Mapping[str, Any], missing: str, known: Iterable[str]) -> str | None:
    """Return the key of `mapping` that was most likely meant to be `missing`, None where there is none."""
    others = set(known)
    return near(missing, [key for key in mapping if key not in others])


def _renamings(data: Any, problems: Iterable[Problem]) -> Iterator[Renaming]:
    for problem in problems:
        detail = problem.detail
        if problem.kind is ProblemKind.UNKNOWN_KEY:
            parent = problem.place.pointer[:-1]
            owner = _at(data, parent)
            if meant := near(detail["key"], [key for key in detail["allowed"] if key not in owner]):
                yield Renaming(parent, detail["key"], meant)
        elif problem.kind is ProblemKind.MISSING_KEY:
            parent = problem.place.pointer
            if written := misspelled(_at(data, parent), detail["key"], detail.get("known", ())):
                yield Renaming(parent, written, detail["key"])


def _at(data: Any, pointer: Pointer) -> Mapping[str, Any]:
    for step in pointer:
        data = data[step]
    return data if isinstance(data, dict) else {}


def _respelled(data: Any, pointer: Pointer, renamed: Mapping[tuple[Pointer, str], Renaming]) -> Any:
    parents = [parent for parent, _ in renamed]
    if not any(parent[: len(pointer)] == pointer for parent in parents):
        return data
    if isinstance(data, list):
        return [_respelled(item, (*pointer, index), renamed) for index, item in enumerate(data)]
    if not isinstance(data, dict):
        return data
    names = {each.written: each.meant for (parent, _), each in renamed.items() if parent == pointer}
    return {names.get(key, key): _respelled(item, (*pointer, key), renamed) for key, item in data.items()}

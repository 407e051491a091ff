"""Corrections of data to what was most likely meant: a misspelled key is renamed, a misplaced one moved.

A misspelled key is one mistake; what is missing because of it is not another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.problem import Problem


@dataclass(frozen=True, slots=True)
class Move:
    """A value that most likely belongs at another place, or under another key."""

    source: Pointer
    target: Pointer
    """May be inside `source`, if a key is missing in between."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Data after some moves, each made in the result of the ones before it."""

    data: Any
    moves: tuple[Move, ...] = ()

    def after(self, move: Move) -> "Corrections":
        """Return the data after one more move."""
        return Corrections(_apply_move(self.data, move), (*self.moves, move))

    def source_place(self, place: Place) -> Place:
        """Return the place in the source file of a place in `data`."""
        for move in reversed(self.moves):
            depth = len(move.target)
            if place.pointer[:depth] == move.target:
                place = replace(place, pointer=(*move.source, *place.pointer[depth:]))
        return place

    def with_source_places(self, problem: Problem) -> Problem:
        """Return a problem of `data` with its places changed to those in the source file."""
        changed: dict[str, Any] = {
            key: self.source_place(item) for key, item in problem.detail.items() if isinstance(item, Place)
        }
        if meant := problem.detail.get("meant"):
            changed["meant"] = (*self.source_place(Place(meant[:-1])).pointer, meant[-1])
        return replace(problem, place=self.source_place(problem.place), detail={**problem.detail, **changed})


def with_corrections(data: Any, problems: Iterable[Problem]) -> Corrections:
    """Return `data` with the corrections that its `problems` contain."""
    corrections = Corrections(data)
    for move in chain.from_iterable(problem.detail.get("moves", ()) for problem in problems):
        corrections = corrections.after(move)
    return corrections


def _apply_move(data: Any, move: Move) -> Any:
    *parent, key = move.source
    value = value_at(data, move.source)
    if move.target[:-1] == move.source[:-1]:
        renamed = {move.target[-1] if name == key else name: item for name, item in value_at(data, parent).items()}
        return _with_value(data, tuple(parent), renamed)
    if move.target[: len(move.source)] == move.source:
        return _with_value(data, move.source, {move.target[-1]: value})
    rest = {name: item for name, item in value_at(data, parent).items() if name != key}
    return _with_value(_with_value(data, tuple(parent), rest), move.target, value)


def _with_value(data: Any, pointer: Pointer, value: Any) -> Any:
    """Return a copy of `data` with `value` at `pointer`; missing mappings above it are added."""
    if not pointer:
        return value
    step, *rest = pointer
    if isinstance(data, list):
        return [_with_value(item, tuple(rest), value) if at == step else item for at, item in enumerate(data)]
    inside = data if isinstance(data, dict) else {}
    return {**inside, step: _with_value(inside.get(step), tuple(rest), value)}


def value_at(data: Any, pointer: Iterable[str | int]) -> Any:
    """Return the value at `pointer`; raises KeyError or IndexError if there is none."""
    for step in pointer:
        data = data[step]
    return data


def value_or_none(data: Any, pointer: Iterable[str | int]) -> Any:
    """Return the value at `pointer`, or None if there is none."""
    try:
        return value_at(data, pointer)
    except (KeyError, IndexError, TypeError):
        return None


def mappings_in(value: object) -> list[dict[str, Any]]:
    """Return the mappings in a list; an empty list for any other value."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

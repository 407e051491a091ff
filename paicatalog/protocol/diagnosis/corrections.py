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

    written: Pointer
    meant: Pointer
    """May be inside `written`, if a key is missing in between."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Data after some moves, each made in the result of the ones before it."""

    data: Any
    moves: tuple[Move, ...] = ()

    def moved(self, move: Move) -> "Meant":
        """Return the data after one more move."""
        return Meant(_moved(self.data, move), (*self.moves, move))

    def written(self, place: Place) -> Place:
        """Return the place in the source file of a place in `data`."""
        for move in reversed(self.moves):
            depth = len(move.meant)
            if place.pointer[:depth] == move.meant:
                place = replace(place, pointer=(*move.written, *place.pointer[depth:]))
        return place

    def as_written(self, problem: Problem) -> Problem:
        """Return a problem of `data` with its places changed to those in the source file."""
        places = {key: self.written(item) for key, item in problem.detail.items() if isinstance(item, Place)}
        return replace(problem, place=self.written(problem.place), detail={**problem.detail, **places})


def as_meant(data: Any, problems: Iterable[Problem]) -> Meant:
    """Return `data` with the corrections that its `problems` contain."""
    meant = Meant(data)
    for move in chain.from_iterable(problem.detail.get("moves", ()) for problem in problems):
        meant = meant.moved(move)
    return meant


def _moved(data: Any, move: Move) -> Any:
    *parent, key = move.written
    value = value_at(data, move.written)
    if move.meant[:-1] == move.written[:-1]:
        renamed = {move.meant[-1] if name == key else name: item for name, item in value_at(data, parent).items()}
        return _put(data, tuple(parent), renamed)
    if move.meant[: len(move.written)] == move.written:
        return _put(data, move.written, {move.meant[-1]: value})
    rest = {name: item for name, item in value_at(data, parent).items() if name != key}
    return _put(_put(data, tuple(parent), rest), move.meant, value)


def _put(data: Any, pointer: Pointer, value: Any) -> Any:
    """Return a copy of `data` with `value` at `pointer`; missing mappings above it are added."""
    if not pointer:
        return value
    step, *rest = pointer
    if isinstance(data, list):
        return [_put(item, tuple(rest), value) if at == step else item for at, item in enumerate(data)]
    inside = data if isinstance(data, dict) else {}
    return {**inside, step: _put(inside.get(step), tuple(rest), value)}


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

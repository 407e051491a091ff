"""Causes of schema problems: a key that is misspelled, or a level too high or too low.

Each guess is tried: if the corrected data has fewer problems, the guess is the cause, and the problems that disappeared
are not reported separately.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from paicatalog.protocol.corrections import Corrections
from paicatalog.protocol.diagnosis.guess import Guess
from paicatalog.protocol.diagnosis.key_guesses import key_guesses
from paicatalog.protocol.diagnosis.role_guesses import role_guesses
from paicatalog.protocol.place import Pointer
from paicatalog.protocol.problem import Problem, ProblemKind

CheckSchema = Callable[[Any], Sequence[Problem]]
"""Returns the schema's problems in data."""

_MAXIMUM_GUESSES = 40
"""Guesses that are tried; the cause of more problems than that cannot be determined."""
_MAXIMUM_VALUES = 5_000
"""Values in the data; the time to try a guess is proportional to them."""
_OF_ENTRIES = (ProblemKind.MISSING_KEY, ProblemKind.EMPTY_VALUE)
"""Problems of a mapping or list that are placed at the whole of it."""


def causes(data: Mapping[str, Any], problems: Sequence[Problem], check_schema: CheckSchema) -> tuple[Problem, ...]:
    """Return `problems`, which `check_schema` returns for `data`, without those that another one explains.

    A problem that explains others has `moves` in its detail, which `with_corrections` makes.
    """
    if len(problems) > _MAXIMUM_GUESSES or _is_large(data):
        return tuple(problems)
    corrections, causes_found, remaining, tried = Corrections(data), list[Problem](), tuple(problems), 0
    guesses = list(_guesses(corrections.data, remaining))
    while guesses and tried < _MAXIMUM_GUESSES:
        tried += 1
        guess = guesses.pop(0)
        after = _apply(corrections, guess)
        still_found = tuple(check_schema(after.data))
        if _evidence(guess, remaining) - _evidence(guess, still_found) < guess.gain:
            continue
        cause = replace(guess.cause, detail={**guess.cause.detail, "moves": guess.moves})
        causes_found.append(corrections.with_source_places(cause))
        corrections, remaining = after, still_found
        guesses = list(_guesses(corrections.data, remaining))
    return (*causes_found, *map(corrections.with_source_places, remaining))


def _evidence(guess: Guess, problems: Sequence[Problem]) -> int:
    """Return how many of `problems` count for or against a guess: for one by the name of a key, those outside of its
    value, which may have mistakes of its own."""
    values = {pointer for move in guess.moves for pointer in (move.source, move.target)} if guess.by_name else set()
    return sum(not any(_is_inside(problem, value) for value in values) for problem in problems)


def _is_inside(problem: Problem, value: Pointer) -> bool:
    pointer = problem.place.pointer
    return pointer[: len(value)] == value and (len(pointer) > len(value) or problem.kind in _OF_ENTRIES)


def _apply(corrections: Corrections, guess: Guess) -> Corrections:
    for move in guess.moves:
        corrections = corrections.after(move)
    return corrections


def _guesses(data: Any, problems: Sequence[Problem]) -> Iterator[Guess]:
    """Yield guesses that may explain some of `problems`, likelier ones first."""
    missing = [problem for problem in problems if problem.kind is ProblemKind.MISSING_KEY]
    unknown = [problem for problem in problems if problem.kind is ProblemKind.UNKNOWN_KEY]
    yield from role_guesses(data, missing, unknown)
    yield from key_guesses(data, missing, unknown)


def _is_large(data: Any) -> bool:
    stack, seen = [data], 0
    while stack and seen <= _MAXIMUM_VALUES:
        item = stack.pop()
        seen += 1
        if isinstance(item, dict | list):
            stack.extend(item.values() if isinstance(item, dict) else item)
    return seen > _MAXIMUM_VALUES

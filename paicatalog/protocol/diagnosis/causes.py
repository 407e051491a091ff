"""Causes of schema problems: a key that is misspelled, or a level too high or too low.

Each guess is tried: if the corrected data has fewer problems, the guess is the cause, and the problems that disappeared
are not reported separately.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from paicatalog.protocol.diagnosis.corrections import Meant
from paicatalog.protocol.diagnosis.guess import Guess
from paicatalog.protocol.diagnosis.key_guesses import key_guesses
from paicatalog.protocol.diagnosis.role_guesses import role_guesses
from paicatalog.protocol.problem import Problem, ProblemKind

Judge = Callable[[Any], Sequence[Problem]]
"""Returns the schema's problems in data."""

_MAXIMUM_TRIED = 40
"""Guesses that are tried; the cause of more problems than that cannot be determined."""
_LARGEST = 5_000
"""Values in the data; the time to try a guess is proportional to them."""


def causes(data: Mapping[str, Any], problems: Sequence[Problem], judge: Judge) -> tuple[Problem, ...]:
    """Return `problems`, which `judge` returns for `data`, without those that another one explains.

    A problem that explains others has `moves` in its detail, which `as_meant` makes.
    """
    if len(problems) > _MAXIMUM_TRIED or _is_large(data):
        return tuple(problems)
    meant, found, left, tried = Meant(data), list[Problem](), tuple(problems), 0
    waiting = list(_guesses(meant.data, left))
    while waiting and tried < _MAXIMUM_TRIED:
        tried += 1
        guess = waiting.pop(0)
        after = _after(meant, guess)
        rest = tuple(judge(after.data))
        if len(left) - len(rest) < guess.gain:
            continue
        found.append(meant.as_written(replace(guess.cause, detail={**guess.cause.detail, "moves": guess.moves})))
        meant, left = after, rest
        waiting = list(_guesses(meant.data, left))
    return (*found, *map(meant.as_written, left))


def _after(meant: Meant, guess: Guess) -> Meant:
    for move in guess.moves:
        meant = meant.moved(move)
    return meant


def _guesses(data: Any, problems: Sequence[Problem]) -> Iterator[Guess]:
    """Yield guesses that may explain some of `problems`, likelier ones first."""
    missing = [problem for problem in problems if problem.kind is ProblemKind.MISSING_KEY]
    unknown = [problem for problem in problems if problem.kind is ProblemKind.UNKNOWN_KEY]
    yield from role_guesses(data, missing, unknown)
    yield from key_guesses(data, missing, unknown)


def _is_large(data: Any) -> bool:
    waiting, seen = [data], 0
    while waiting and seen <= _LARGEST:
        item = waiting.pop()
        seen += 1
        if isinstance(item, dict | list):
            waiting.extend(item.values() if isinstance(item, dict) else item)
    return seen > _LARGEST

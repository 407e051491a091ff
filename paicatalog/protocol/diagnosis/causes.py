"""Which mistake the problems of a schema come from: a key that is misspelled, or stands a level too high or too low.

Each guess is tried: where the schema finds less to refuse in the data once it is put right, that was the cause, and
what else followed from it is no problem of its own.
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
"""Says what the schema refuses in data."""

_MAXIMUM_TRIED = 40
"""Guesses; of more problems than that have, nobody knows what they come from."""
_LARGEST = 5_000
"""Values; trying takes as long as there are."""


def causes(data: Mapping[str, Any], problems: Sequence[Problem], judge: Judge) -> tuple[Problem, ...]:
    """Return `problems`, which `judge` has with `data`, without those that another explains.

    A problem that explains others has `moves` in its detail (`as_meant` follows them).
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
    """Yield what may explain some of `problems`, the likelier first."""
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

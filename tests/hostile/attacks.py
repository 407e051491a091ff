"""Worst input for a regular expression, made from its own syntax tree.

A pattern takes more than linear time if it can read the same text in several ways, or from many places. So a text is
repeated that it can begin to read: single characters of its classes, and each of its beginnings. Short texts show which
are the worst; only these are made long.
"""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from re import _parser as parser  # type: ignore[attr-defined] # the standard library's own, without a public name
from typing import Any

COMMON = " \t\n\ra0_-.:/\"'\\"
"""Characters that most classes contain one of."""
ENDS = ("", "\0", "\n!")
PROBE = 800
"""Characters of a text that shows which are the worst."""
MOST_BEGINNINGS = 12
_MOST_CHARACTERS = 24


class TooSlowError(Exception):
    """A pattern did not end in time."""


@contextmanager
def deadline(seconds: float, what: str) -> Iterator[None]:
    """Raise TooSlowError in what takes longer; Python's regular expressions look for signals while they run."""

    def stop(*_: object) -> None:
        raise TooSlowError(what)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (start, repeated, end)."""
    tree = parser.parse(
        pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    characters = list(dict.fromkeys([*_literals(tree), *COMMON]))[:_MOST_CHARACTERS]
    beginnings = list(dict.fromkeys(_beginnings(list(tree))))[:MOST_BEGINNINGS]
    for start, repeated, end in product(["", *beginnings], characters, ENDS):
        yield start, repeated, end
    for start, begin, character, end in product(("", beginnings[-1]), beginnings, ["", *COMMON], ENDS):
        if begin or character:
            yield start, begin + character, end


def text(attack: tuple[str, str, str], length: int) -> str:
    """Return the text of an attack with about `length` characters."""
    start, repeated, end = attack
    return start + repeated * (length // len(repeated)) + end


def run(pattern: re.Pattern[Any], method: str, written: str) -> None:
    """Apply a pattern to a text as the program does."""
    subject: Any = written.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else written
    if method in ("sub", "subn"):
        pattern.sub(lambda found: found[0], subject)
    elif method == "finditer":
        for _ in pattern.finditer(subject):
            pass
    else:
        getattr(pattern, method)(subject)


def worst(pattern: re.Pattern[Any], method: str, *, count: int) -> list[tuple[str, str, str]]:
    """Return the attacks that took longest on short texts."""
    seconds: dict[tuple[str, str, str], float] = {}
    for attack in attacks(pattern):
        written = text(attack, PROBE)
        start = time.perf_counter()
        run(pattern, method, written)
        seconds[attack] = time.perf_counter() - start
    return sorted(seconds, key=lambda attack: -seconds[attack])[:count]


def _literals(tree: Any) -> Iterator[str]:
    for operation, argument in tree:
        name = str(operation)
        if name in ("LITERAL", "NOT_LITERAL"):
            yield chr(argument)
        elif name == "IN":
            yield from _literals([each for each in argument if str(each[0]) == "LITERAL"])
            yield from (chr(each[1][0]) for each in argument if str(each[0]) == "RANGE")
        else:
            for inner in _inner(name, argument):
                yield from _literals(inner)


def _beginnings(items: list[Any]) -> Iterator[str]:
    """Yield texts that the first items match, for each number of items, also inside of groups and repetitions."""
    read = ""
    for operation, argument in items:
        name = str(operation)
        for inner in _inner(name, argument):
            yield from (read + begin for begin in _beginnings(list(inner)))
        read += _sample(name, argument)
        yield read
    if not items:
        yield ""


def _inner(name: str, argument: Any) -> list[Any]:
    """Return the subpatterns of an item."""
    if name == "BRANCH":
        return list(argument[1])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [argument[2]]
    if name == "SUBPATTERN":
        return [argument[3]]
    if name == "ATOMIC_GROUP":
        return [argument]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return []


def _sample(name: str, argument: Any) -> str:
    """Return a text that an item matches."""
    if name == "LITERAL":
        return chr(argument)
    if name in ("NOT_LITERAL", "ANY"):
        return "x" if argument != ord("x") else "y"
    if name == "IN":
        return _member(argument)
    if name in ("ASSERT", "ASSERT_NOT", "AT", "GROUPREF"):
        return ""
    times = max(argument[0], 1) if name.endswith("_REPEAT") else 1
    return "".join(_sample(str(item), value) for item, value in (_inner(name, argument) or [[]])[0]) * min(times, 50)


def _member(argument: Any) -> str:
    """Return a character of a class."""
    expression = re.compile("[" + "".join(_written(str(name), value) for name, value in argument) + "]")
    candidates = [
        *COMMON,
        *map(chr, range(33, 127)),
        *(chr(value) for name, value in argument if str(name) == "LITERAL"),
    ]
    return next(filter(expression.match, reversed(candidates)), "\u4e2d")


def _written(name: str, value: Any) -> str:
    if name == "NEGATE":
        return "^"
    if name == "LITERAL":
        return re.escape(chr(value))
    if name == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}[
        str(value).removeprefix("CATEGORY_")
    ]

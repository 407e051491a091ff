"""Rendered commands as pieces: literal text, parameters and secrets."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from paicatalog.reproduce.job.commands.author_text import WINDOW, Place, changes_context, means_the_same
from paicatalog.reproduce.job.parameter import Parameter, is_parameter
from paicatalog.reproduce.job.secret import Secret, secret_pieces
from paicatalog.reproduce.shell.code import Code
from paicatalog.reproduce.shell.quoting import PLACEHOLDER, Placeholder, find_placeholders

Variable = Parameter | Secret
Piece = str | Variable
Found = tuple[tuple[Place, Variable], ...]
"""The places of parameters and secrets."""

_DELIMITER = re.compile(r"<<-?[ \t]*['\"\\]?([^\s'\"\\;&|<>()\0]+)")
_IN_DELIMITER = re.compile(r"(?<!<)<<-?[ \t]*[^\s;&|<>()]*\0")
_SIMPLE = re.compile(r"[A-Za-z0-9_.,/:@%+=-]*")
"""Values without a character that could begin or end anything, other than a here-document."""
_MOST_PASSES = 5
"""How often the commands are read. The last time, nothing is left that could hide anything."""


def pieces_of(code: Code, parameters: Sequence[Parameter], secrets: Sequence[Secret]) -> tuple[Piece, ...]:
    """Return the pieces of rendered code, with the parameters and secrets that it refers to."""
    return tuple(_pieces(code, {each.reference: each for each in parameters}, secrets))


def written(pieces: Sequence[Piece]) -> tuple[str, dict[int, Variable]]:
    """Return the pieces as text with placeholders, and offset -> variable of each."""
    return "".join(piece if isinstance(piece, str) else PLACEHOLDER for piece in pieces), dict(_offsets(pieces))


def _places(pieces: Sequence[Piece]) -> Found:
    """Return the place of each parameter and secret, in order."""
    text, variables = written(pieces)
    filled = "".join(_text(each) if isinstance(each, Parameter) else written([each])[0] for each in pieces)
    return tuple(
        (Place(each, filled[max(start - WINDOW, 0) : start], filled[end : end + WINDOW]), variable)
        for each, variable, (start, end) in zip(
            find_placeholders(text, tuple(variables)), variables.values(), _extents(pieces), strict=True
        )
    )


def _extents(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield start and end offset of each parameter and secret in the text with the job's own values."""
    at = 0
    for piece in pieces:
        length = len(piece) if isinstance(piece, str) else len(_text(piece)) if isinstance(piece, Parameter) else 1
        if not isinstance(piece, str):
            yield at, at + length
        at += length


def with_fixed_values(
    pieces: Sequence[Piece], secrets: Sequence[Secret]
) -> tuple[tuple[Piece, ...], Found, set[Parameter]]:
    """Return the pieces with text in place of those parameters that cannot have another value; the places of all
    other parameters and of secrets, in order; and the parameters in question.

    Bash reads what follows them differently than if a variable stood there; or their value is text that bash reads and
    contains a secret, which it must not read.
    """
    fixed: set[Parameter] = set()
    for number in range(_MOST_PASSES + 1):
        found = _places(pieces)
        unreplaceable = _unreplaceable(pieces, found, secrets, all_text=number >= _MOST_PASSES - 1)
        if not unreplaceable:
            break
        fixed |= unreplaceable
        pieces = tuple(_with_values(pieces, unreplaceable, secrets))
    return tuple(pieces), found, fixed


def _with_values(pieces: Sequence[Piece], fixed: set[Parameter], secrets: Sequence[Secret]) -> Iterator[Piece]:
    for each in pieces:
        if isinstance(each, Parameter) and each in fixed:
            yield from _value_pieces(each, secrets)
        else:
            yield each


def _unreplaceable(
    pieces: Sequence[Piece], found: Found, secrets: Sequence[Secret], *, all_text: bool
) -> set[Parameter]:
    """Return parameters that cannot have another value: not all of them, as long as any of them hides others."""
    read = {each for place, each in found if isinstance(each, Parameter) and not means_the_same(each.literal, place)}
    if all_text:
        return read
    with_secrets = {each for each in read if len(_value_pieces(each, secrets)) > 1}
    return with_secrets | _in_delimiters(pieces) or _first_that_changes_context(pieces, found)


def _first_that_changes_context(pieces: Sequence[Piece], found: Found) -> set[Parameter]:
    delimiters = frozenset(_DELIMITER.findall(written(pieces)[0]))
    last: Parameter | None = None
    for (place, variable), after in zip(found, _after_values(pieces, found), strict=True):
        last = variable if isinstance(variable, Parameter) else last
        value = _text(variable) if isinstance(variable, Parameter) else ""
        if last and changes_context(value, place, after, delimiters):
            return {last}
    return set()


def _after_values(pieces: Sequence[Piece], found: Found) -> Iterable[Placeholder]:
    """Return a placeholder directly behind each parameter's own value as text, and those of secrets."""
    if all(_SIMPLE.fullmatch(each.own) for _, each in found if isinstance(each, Parameter)):
        return (replace(place.placeholder, escaped=False, after_dollar=False) for place, _ in found)
    filled, offsets = written(tuple(_beside_values(pieces)))
    return find_placeholders(filled, tuple(offsets))


def _beside_values(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces, each parameter after its own value."""
    for each in pieces:
        if isinstance(each, Parameter):
            yield _text(each)
        yield each


def _in_delimiters(pieces: Sequence[Piece]) -> set[Parameter]:
    """Return the parameters that are part of the delimiter of a here-document, which is no place for a variable."""
    text, variables = written(pieces)
    found = (variables.get(match.end() - 1) for match in _IN_DELIMITER.finditer(text))
    return {each for each in found if isinstance(each, Parameter)}


def _value_pieces(parameter: Parameter, secrets: Sequence[Secret]) -> list[str | Secret]:
    return list(secret_pieces(_text(parameter), secrets))


def _text(parameter: Parameter) -> str:
    return parameter.own.replace(PLACEHOLDER, "")


def _pieces(code: Code, parameters: dict[str, Parameter], secrets: Sequence[Secret]) -> Iterator[Piece]:
    plain = ""
    for segment in code:
        if is_parameter(segment):
            yield from secret_pieces(plain, secrets)
            yield parameters[segment.reference or ""]
            plain = ""
        else:
            plain += segment.text.replace(PLACEHOLDER, "")
    yield from secret_pieces(plain, secrets)


def _offsets(pieces: Sequence[Piece]) -> Iterator[tuple[int, Variable]]:
    at = 0
    for piece in pieces:
        if isinstance(piece, str):
            at += len(piece)
        else:
            yield at, piece
            at += 1

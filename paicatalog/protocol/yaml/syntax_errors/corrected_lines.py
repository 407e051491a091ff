"""Lines without the mistake that a problem names: a bracket closed, an indent like that of the neighbor."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from paicatalog.protocol.problem import Problem
from paicatalog.protocol.yaml.syntax_errors.cause import SyntaxCause

_BLOCK = re.compile(r"(?:^|\s)[|>][-+]?\s*$")
_ENTRY = re.compile(r" *(?:- |[\w.-]+:(?:\s|$))")
_COLON = re.compile(r":(?=\S)")


def corrected_lines(lines: Sequence[str], problem: Problem) -> Iterator[tuple[Mapping[int, str], Mapping[str, Any]]]:
    """Yield what may correct the lines of a problem, likelier ones first: the new lines by number, from 0, and what is
    to be added to the problem's detail then."""
    cause, number = problem.detail.get("cause"), (problem.place.line or 1) - 1
    line, column = lines[number], (problem.place.column or 1) - 1
    if cause is SyntaxCause.OPEN_BRACKET and line[column + 1 :].strip():
        yield {number: line.rstrip() + str(problem.detail["closing"])}, {}
    elif cause is SyntaxCause.NO_SPACE_BEHIND_COLON:
        yield {number: _COLON.sub(": ", line, count=1)}, {}
    elif cause is SyntaxCause.INDENT:
        yield from _as_block_line(lines, number)
        yield from ((new, {}) for new in _shifted(lines, number, problem.detail["wanted"] - problem.detail["found"]))
    elif cause is SyntaxCause.NO_ENTRY:
        yield from _as_block_line(lines, number)
        yield from _as_item(lines, number)
    elif cause is SyntaxCause.STRAY_BRACKET or "control character" in str(problem.detail.get("problem")):
        yield {number: line[:column] + line[column + 1 :]}, {}


def _as_block_line(lines: Sequence[str], number: int) -> Iterator[tuple[Mapping[int, str], Mapping[str, Any]]]:
    """Yield lines as those of the block above, from which they stand too far left."""
    header = next((at for at in range(number - 1, -1, -1) if _BLOCK.search(lines[at])), None)
    if header is None or _ENTRY.match(lines[number]):
        return
    body = [_indent(line) for line in lines[header + 1 : number] if line.strip()]
    wanted = body[0] if body else _indent(lines[header]) + 2
    if any(indent < wanted for indent in body) or _indent(lines[number]) >= wanted:
        return
    below = takewhile(lambda at: _indent(lines[at]) < wanted and not _ENTRY.match(lines[at]), range(number, len(lines)))
    found = {"cause": SyntaxCause.BLOCK_INDENT, "found": _indent(lines[number]), "wanted": wanted, "line": header + 1}
    yield {at: " " * wanted + lines[at].lstrip(" ") for at in below}, found


def _as_item(lines: Sequence[str], number: int) -> Iterator[tuple[Mapping[int, str], Mapping[str, Any]]]:
    """Yield a line as an item of a list."""
    indent, text = " " * _indent(lines[number]), lines[number].lstrip(" ")
    if text.startswith("-"):
        yield {number: f"{indent}- {text[1:]}"}, {"cause": SyntaxCause.MISSING_BLANK, "new": f"- {text[1:].strip()}"}
    yield {number: f"{indent}- {text}"}, {"cause": SyntaxCause.MISSING_DASH, "new": f"- {text.strip()}"}


def _shifted(lines: Sequence[str], number: int, by: int) -> Iterator[Mapping[int, str]]:
    """Yield another indent: for a line and those below as far right, for it alone, for what belongs to it."""
    indent = _indent(lines[number])
    equal = takewhile(lambda at: lines[at].strip() and _indent(lines[at]) >= indent, range(number + 1, len(lines)))
    if by < 0:
        yield {at: _with_indent(lines[at], by) for at in (number, *equal)}
    yield {number: _with_indent(lines[number], by)}
    block = takewhile(lambda at: not lines[at].strip() or _indent(lines[at]) > indent, range(number + 1, len(lines)))
    yield {at: _with_indent(lines[at], by) for at in (number, *block)}


def _with_indent(line: str, by: int) -> str:
    return " " * max(_indent(line) + by, 0) + line.lstrip(" ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

"""Lines without the mistake that a problem names: a bracket closed, an indent like that of the neighbor."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from paicatalog.protocol.problem import Problem
from paicatalog.protocol.yaml.syntax_errors.cause import SyntaxCause

_COLON = re.compile(r":(?=\S)")


def corrected_lines(lines: Sequence[str], problem: Problem) -> Iterator[Mapping[int, str]]:
    """Yield what may correct the lines of a problem, likelier ones first: the new lines by number, from 0."""
    cause, number = problem.detail.get("cause"), (problem.place.line or 1) - 1
    line, column = lines[number], (problem.place.column or 1) - 1
    if cause is SyntaxCause.OPEN_BRACKET and line[column + 1 :].strip():
        yield {number: line.rstrip() + str(problem.detail["closing"])}
    elif cause is SyntaxCause.NO_SPACE_BEHIND_COLON:
        yield {number: _COLON.sub(": ", line, count=1)}
    elif cause is SyntaxCause.INDENT:
        yield from _shifted(lines, number, problem.detail["wanted"] - problem.detail["found"])
    elif cause is SyntaxCause.STRAY_BRACKET or "control character" in str(problem.detail.get("problem")):
        yield {number: line[:column] + line[column + 1 :]}


def _shifted(lines: Sequence[str], number: int, by: int) -> Iterator[Mapping[int, str]]:
    """Yield one line with another indent, and that line with all that belongs to it."""
    indent = _indent(lines[number])
    yield {number: _with_indent(lines[number], by)}
    block = takewhile(lambda at: not lines[at].strip() or _indent(lines[at]) > indent, range(number + 1, len(lines)))
    yield {at: _with_indent(lines[at], by) for at in (number, *block)}


def _with_indent(line: str, by: int) -> str:
    return " " * max(_indent(line) + by, 0) + line.lstrip(" ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

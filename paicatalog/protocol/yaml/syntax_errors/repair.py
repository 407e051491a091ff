"""Repairs of YAML that does not parse: of one line, after which the parser gets further.

A repair is the evidence of a cause: where the parser stops says little about where the mistake is. It keeps the number
of lines, so that the rest of the file can be checked as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yaml.error import MarkedYAMLError, YAMLError

from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import Problem
from paicatalog.protocol.yaml.libyaml_parser import NEEDS_STAND_IN, TO_STAND_IN, Parser
from paicatalog.protocol.yaml.syntax_errors.cause import SyntaxCause
from paicatalog.protocol.yaml.syntax_errors.corrected_lines import corrected_lines
from paicatalog.protocol.yaml.syntax_errors.item_text import WrittenText, written_text
from paicatalog.protocol.yaml.syntax_errors.typography import first_sign, plain_flow, plain_line

_MAXIMUM_LENGTH = 200_000
"""Characters; each repair that is tried takes another parse."""
_LINES_ABOVE = 2
_MAXIMUM_TRIES = 3
COMMAND_LISTS = frozenset({"commands", "preCommands", "postCommands"})
"""Keys of lists of commands."""
_FLOW = "[{"
_TEXT_AFTER_BRACKET = re.compile(r"(?:\[[^\[\]]*\]|\{[^{}]*\})[ \t]*[&|;<>$\w.-]")
_KEY_ALONE = re.compile(r"""["']?[\w.-]+["']?:""")
_EXACT = (SyntaxCause.OPEN_QUOTE, SyntaxCause.COLON_IN_VALUE)
"""Causes that name the very sign."""


@dataclass(frozen=True, slots=True)
class _Repair:
    line: int
    """From 0."""
    written: WrittenText


def with_repair(text: str, problem: Problem) -> Problem:
    """Return the problem with the line at which it begins and how to write that, if this is found out; else itself.

    The detail then has: repaired (str: the whole text with the line as it works) and item (str: the list item as it
    works, if it is a command); with cause (SyntaxCause.TEXT) also reason (Misreading) and sign (str: the first
    character).
    """
    if len(text) > _MAXIMUM_LENGTH or text.count("\r") > text.count("\r\n"):
        return problem  # libyaml also counts lone carriage returns as line breaks.
    lines = text.split("\n")
    stopped = problem.detail.get("stopped") or problem.place
    if typographic := _with_plain_signs(lines, problem, (stopped.line or 1) - 1):
        return typographic
    exact = "control character" in str(problem.detail.get("problem"))
    for repair in () if exact else _repairs(lines, (problem.place.line or 1) - 1, (stopped.line or 1) - 1):
        written = repair.written
        line_end = "\r" if lines[repair.line].endswith("\r") else ""
        new = f"{written.before}{written.scalar}{line_end}"
        repaired = "\n".join([*lines[: repair.line], new, *lines[repair.line + 1 :]])
        if _gets_beyond(repaired, max(repair.line, (stopped.line or 1) - 1)):
            return _explained(problem, repair, repaired, is_command=_owner(lines, repair.line) in COMMAND_LISTS)
    for changed, found in corrected_lines(lines, problem):
        repaired = "\n".join(changed.get(at, line) for at, line in enumerate(lines))
        if _gets_beyond(repaired, max(*changed, (stopped.line or 1) - 1)):
            detail = {**problem.detail, **found, "repaired": repaired}
            if "new" in found and _owner(lines, max(changed)) in COMMAND_LISTS:
                detail["item"] = found["new"]
            return replace(problem, detail=detail)
    return problem


def _with_plain_signs(lines: Sequence[str], problem: Problem, stopped: int) -> Problem | None:
    """Return the problem with its cause if a typographic sign in place of one of YAML's is what stops the parser."""
    plain = {number: new for number, line in enumerate(lines[: stopped + 1]) if (new := _plain_line(line))}
    near = list(dict.fromkeys(((problem.place.line or 1) - 1, *sorted(plain, reverse=True))))
    tried = [(number, {number: plain[number]}) for number in near[:_MAXIMUM_TRIES] if number in plain]
    for number, changed in (*tried, *((number, plain) for number in list(plain)[-1:])):
        repaired = "\n".join(changed.get(at, line) for at, line in enumerate(lines))
        if _gets_beyond(repaired, stopped):
            index, sign = first_sign(lines[number], plain[number])
            place = Place((), line=number + 1, column=index + 1)
            found = {"cause": SyntaxCause.TYPOGRAPHY, "sign": sign, "repaired": repaired}
            return replace(problem, place=place, detail={**problem.detail, **found})
    return None


def _plain_line(line: str) -> str | None:
    return None if line.isascii() else plain_line(line) or plain_flow(line)


def _explained(problem: Problem, repair: _Repair, repaired: str, *, is_command: bool) -> Problem:
    written, line = repair.written, repair.line + 1
    detail: dict[str, Any] = {**problem.detail, "repaired": repaired}
    if written.is_item and is_command:
        detail["item"] = f"- {written.scalar}"
    elif "undefined alias" in str(problem.detail.get("problem")):
        return problem  # The anchor may be what is missing.
    if problem.place.line == line and problem.detail.get("cause") in _EXACT:
        return replace(problem, detail=detail)
    detail |= {"cause": SyntaxCause.TEXT, "reason": written.reason, "sign": written.text[0]}
    return replace(problem, place=Place((), line=line, column=len(written.before) + 1), detail=detail)


def _repairs(lines: Sequence[str], found: int, stopped: int) -> Iterator[_Repair]:
    above = [number for number in range(stopped - 1, -1, -1) if lines[number].strip()][:_LINES_ABOVE]
    for number in dict.fromkeys((found, stopped, *above)):
        written = written_text(lines[number].rstrip("\r")) if number < len(lines) else None
        if written and _may_be_text(written) and _is_value(written, lines, number):
            yield _Repair(number, written)


def _may_be_text(written: WrittenText) -> bool:
    """Return whether a text may be meant as text, although it begins like a list or mapping."""
    return written.is_item or written.text[0] not in _FLOW or _TEXT_AFTER_BRACKET.match(written.text) is not None


def _is_value(written: WrittenText, lines: Sequence[str], number: int) -> bool:
    """Return whether a text is the value of an item or a key, and not a key whose value is below."""
    if _KEY_ALONE.fullmatch(written.text):
        return written.is_item and _owner(lines, number) in COMMAND_LISTS
    return bool(written.before.strip())


def _gets_beyond(text: str, line: int) -> bool:
    """Return whether a parser finds nothing wrong up to the end of a line (from 0)."""
    parser = Parser(text.translate(TO_STAND_IN) if NEEDS_STAND_IN.search(text) else text)
    try:
        parser.get_single_node()
    except MarkedYAMLError as error:
        marks: Any = (error.problem_mark, error.context_mark)
        return all(mark.line > line for mark in marks if mark)
    except YAMLError:
        return False
    finally:
        parser.dispose()
    return True


def _owner(lines: Sequence[str], number: int) -> str:
    """Return the key that a list item belongs to, "" if it is not found."""
    indent = _indent(lines[number])
    for line in reversed(lines[:number]):
        key = line.strip().removeprefix("- ").removesuffix(":")
        if line.strip() and _indent(line) <= indent and not line.lstrip().startswith(("- ", "#")):
            return key
    return ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

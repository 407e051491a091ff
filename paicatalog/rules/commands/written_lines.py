"""The lines of a file that a command is written on, and where each begins in the text that YAML makes of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paicatalog.protocol.document import Document
from paicatalog.protocol.locate import locate, source_line
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.yaml.construct import read_scalar
from paicatalog.rules.commands.character import block_sign
from paicatalog.rules.document_parts import commands, job_of, strings

_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t]+)+")
"""Tags and anchors before a scalar."""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line that is not empty."""

    text: str
    """Without indent, and without the quotes of YAML."""
    line: int
    """From 1."""
    column: int
    """From 1, of the first character."""
    start: int
    """Its offset in the command."""
    joined: bool
    """Whether YAML joins it with the line above."""


@dataclass(frozen=True, slots=True)
class WrittenCommand:
    """A command and how it is written."""

    pointer: Pointer
    command: str
    style: str
    """`|`, `>`, a quote, or "" for plain text."""
    lines: tuple[WrittenLine, ...]
    """At least one. Of text whose escapes cannot be followed, only the lines before these."""
    behind: str
    """What follows on the last line."""

    def place(self, offset: int) -> Place:
        """Return the place of a character of the command; of one that is escaped, the beginning of its line."""
        line = max((each for each in self.lines if each.start <= offset), key=lambda each: each.start)
        shift = offset - line.start
        return Place(self.pointer, line=line.line, column=line.column + (shift if shift < len(line.text) else 0))


def written_commands(document: Document) -> Iterator[WrittenCommand]:
    """Yield the commands of a job."""
    for pointer, _, listed in commands(job_of(document)):
        for index, command in strings(listed):
            if found := _written(document, (*pointer, index), command):
                yield found


def _written(document: Document, pointer: Pointer, command: str) -> WrittenCommand | None:
    span = locate(document, Place(pointer))
    opening = source_line(document, span.line)[span.column - 1 :]
    properties = _PROPERTIES.match(opening)
    begin = span.column - 1 + (properties.end() if properties else 0)
    opening, sign = opening[begin - span.column + 1 :], block_sign(opening)
    style = sign or (opening[:1] if opening[:1] in ("'", '"') else "")
    pieces = [(number, source_line(document, number)) for number in range(span.line + bool(sign), span.end_line + 1)]
    if not pieces:
        return None
    behind = "" if sign else pieces[-1][1][span.end_column - 1 :]
    if not sign:
        first, last = pieces[0], pieces[-1]
        pieces[-1] = (last[0], last[1][: span.end_column - 1])
        pieces[0] = (first[0], " " * begin + pieces[0][1][begin:])
    lines = tuple(_lines(pieces, command, style))
    return WrittenCommand(pointer, command, style, lines, behind) if lines else None


def _lines(pieces: list[tuple[int, str]], command: str, style: str) -> Iterator[WrittenLine]:
    at = 0
    for index, (number, piece) in enumerate(pieces):
        column = len(piece) - len(piece.lstrip())
        text = piece.strip()
        if style in ("'", '"'):
            text = _without_quotes(text, style, first=index == 0, last=index == len(pieces) - 1)
            column += index == 0
        if not text:
            continue
        start = command.find(text, at)
        if start < 0:
            return
        yield WrittenLine(text, number, column + 1, start, joined=at > 0 and "\n" not in command[at:start])
        at = start + len(text)


def _without_quotes(text: str, style: str, *, first: bool, last: bool) -> str:
    text = text[1:] if first else text
    text = text[:-1] if last else text.removesuffix("\\") if style == '"' and not text.endswith("\\\\") else text
    value = read_scalar(f"{style}{text.strip()}{style}")
    return value if isinstance(value, str) else text

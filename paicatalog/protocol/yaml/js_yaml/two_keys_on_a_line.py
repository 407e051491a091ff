"""Two entries of a mapping on one line: libyaml refuses the second, the server's reader (js-yaml) accepts it.

It does so after a quoted scalar or brackets, as in `version: "1" name: a`, if the line is indented like the entries of
a mapping that is still open. So a line break is inserted there for libyaml, and the marks are corrected afterwards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yaml.error import Mark
from yaml.nodes import Node

from paicatalog.protocol.place import Place
from paicatalog.protocol.yaml.libyaml_parser import every_node

_REFUSED = "did not find expected key"
_FIRST = re.compile(r"( *)(?![ \t?#-])")
"""The indent of a line that begins with a key."""
_CLOSED = re.compile(r"[\"'\]}][ \t]*$")
_ENTRY = re.compile(r"[A-Za-z0-9_.$/~<(\"'][^\n]*:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class LineBreak:
    """An inserted line break, followed by `indent` spaces."""

    line: int
    """From 0, as are `column` and `index`."""
    column: int
    index: int
    indent: int


def insert_break(text: str, place: Place, problem: str | None) -> tuple[str, LineBreak] | None:
    """Return `text` with a line break before the entry that libyaml refuses at `place`, and the break; None if it is
    not an entry that follows another."""
    lines, line, column = text.split("\n"), (place.line or 1) - 1, (place.column or 1) - 1
    if line >= len(lines):  # libyaml also counts lone carriage returns as line breaks.
        return None
    before, behind = lines[line][:column], lines[line][column:]
    first = _FIRST.match(before) if problem == _REFUSED else None
    if first is None or not _CLOSED.search(before) or not _ENTRY.match(behind):
        return None
    index = sum(len(each) + 1 for each in lines[:line]) + column
    return f"{text[:index]}\n{first[1]}{text[index:]}", LineBreak(line, column, index, len(first[1]))


def restore_marks(root: Node, breaks: Sequence[LineBreak]) -> None:
    """Correct the marks of a root and all nodes below it to the text before the `breaks` were inserted, in order."""
    for node in every_node(root) if breaks else ():
        for line_break in reversed(breaks):
            node.start_mark = _original_mark(node.start_mark, line_break)
            node.end_mark = _original_mark(node.end_mark, line_break)


def original_index(index: int, breaks: Sequence[LineBreak]) -> int:
    """Return the index in the text before the `breaks` were inserted, in order."""
    for line_break in reversed(breaks):
        if index > line_break.index:
            index = max(index - line_break.indent - 1, line_break.index)
    return index


def _original_mark(mark: Any, line_break: LineBreak) -> Any:
    if mark is None or mark.line <= line_break.line:
        return mark
    column = mark.column
    if mark.line == line_break.line + 1:
        column = max(column - line_break.indent, 0) + line_break.column
    return Mark(mark.name, max(mark.index - line_break.indent - 1, line_break.index), mark.line - 1, column, None, 0)

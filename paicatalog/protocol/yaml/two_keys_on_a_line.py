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


def with_break(text: str, place: Place, problem: str | None) -> tuple[str, LineBreak] | None:
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


def without_breaks(root: Node, breaks: Sequence[LineBreak]) -> None:
    """Correct the marks of a root and all nodes below it to the text before the `breaks` were inserted, in order."""
    for node in every_node(root) if breaks else ():
        for made in reversed(breaks):
            node.start_mark = _moved(node.start_mark, made)
            node.end_mark = _moved(node.end_mark, made)


def _moved(mark: Any, made: LineBreak) -> Any:
    if mark is None or mark.line <= made.line:
        return mark
    column = mark.column
    if mark.line == made.line + 1:
        column = max(column - made.indent, 0) + made.column
    return Mark(mark.name, max(mark.index - made.indent - 1, made.index), mark.line - 1, column, None, 0)

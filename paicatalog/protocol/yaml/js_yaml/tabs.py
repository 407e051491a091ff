"""Tabs at the start of a line: libyaml refuses them, the server's reader (js-yaml) skips them without counting.

For js-yaml, only the spaces before the first tab indent a line, but a line that opens a block sets the column of the
block's other entries to the start of its text, tabs included. In a block scalar, tabs are text.
"""

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Any

from yaml.error import Mark
from yaml.nodes import Node

from paicatalog.protocol.yaml.libyaml_parser import every_node

_HEAD = re.compile(r"( *)([ \t]*)((?:-[ \t]+)*)")
"""The spaces that indent a line, other white space before its text, and its dashes."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
_PROPERTIES = re.compile(r"(?<=[:-])(?:\s+[&!]\S*)+$")
_OPENER = re.compile(r"(?=.*:\Z)( *(?:- +)*)\S.*:|( *(?:- +)*)-")
"""A line whose value follows below: the value of a key, or of a list item."""
_BLOCK_SIGN = re.compile(r"\s[|>](?=[+-]?\s*(?:#|$))")
_MAXIMUM_INDICATOR = 9
"""The largest indent that can be given after the `|` or `>` of a block scalar."""


def replace_tab(text: str, number: int, context: str) -> str | None:
    """Return `text` with line `number` (from 0) as the server's reader reads it; None if no tab begins the line.

    `context` is libyaml's description of what it was scanning at that line.
    """
    lines = text.split("\n")
    if number >= len(lines):  # libyaml also counts lone carriage returns as line breaks.
        return None
    indent, gap, dashes = _HEAD.match(lines[number]).groups()  # type: ignore[union-attr] # it always matches
    if "\t" not in gap + dashes:
        return None
    if "block scalar" in context and _add_indent_indicator(lines, number, len(indent)):
        return "\n".join(lines)
    content = lines[number][len(indent + gap + dashes) :]
    if (dashes + content).strip():
        dashes, spaces = dashes.replace("\t", " "), " " * len(gap)
        if _opens_block(lines[:number], len(indent), bool(dashes)):
            lines[number] = indent + spaces + dashes + content
        else:
            lines[number] = indent + (dashes[:1] + spaces + dashes[1:] if dashes else "") + content
    else:
        # The lines that follow in a block scalar no longer belong to it, as after a comment.
        lines[number] = "" if "plain scalar" in context else f"{indent}#"
    return "\n".join(lines)


def restore_tabs(root: Node, original: str, text: str) -> None:
    """Correct the marks of a root and all nodes below it from `text`, without tabs, to the `original` with them."""
    if text == original:
        return
    lines = _Lines(original, text)
    for node in every_node(root):
        node.start_mark, node.end_mark = lines.original_mark(node.start_mark), lines.original_mark(node.end_mark)


class _Lines:
    """The lines of a text, and where each begins, before and after their tabs were replaced."""

    def __init__(self, original: str, text: str) -> None:
        self._original, self._text = original.split("\n"), text.split("\n")
        self._original_starts, self._starts = _starts(self._original), _starts(self._text)

    def original_mark(self, mark: Any) -> Any:
        """Return a mark in the text as one in the original: as far from the line's end if its beginning has changed."""
        number = bisect_right(self._starts, mark.index) - 1
        before, now = self._original[number], self._text[number]
        column = at = mark.index - self._starts[number]
        if now[:at] != before[:at]:
            column = max(len(before) - (len(now) - at), 0)
        index = self._original_starts[number] + column
        return Mark(mark.name, index, mark.line, mark.column + column - at, None, 0)


def _starts(lines: list[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))


def _add_indent_indicator(lines: list[str], number: int, indent: int) -> bool:
    """Add to `lines` the explicit indent of the block scalar whose first line is `number`; return whether it is one."""
    above, header = next(((at, lines[at]) for at in range(number - 1, -1, -1) if lines[at].strip()), (0, ""))
    sign = _BLOCK_SIGN.search(header)
    outer = _opener_indent(header[: sign.start()]) if sign else None
    if sign is None or outer is None or not 0 < indent - outer[0] <= _MAXIMUM_INDICATOR:
        return False
    lines[above] = f"{header[: sign.end()]}{indent - outer[0]}{header[sign.end() :]}"
    return True


def _opens_block(before: list[str], indent: int, item: bool) -> bool:
    """Return whether a line indented by `indent` spaces is the first of a block below the last line of `before`."""
    last = next((text for line in reversed(before) if (text := _COMMENT.sub("", line).rstrip())), "")
    if outer := _opener_indent(last):
        least, of_key = outer
        return indent > least or (item and of_key and indent == least)  # Items may have the same indent as their key.
    return not last and indent == 0


def _opener_indent(line: str) -> tuple[int, bool] | None:
    """Return the indent of a line whose value follows below, and whether it is a key's value; None for other lines."""
    opener = _OPENER.fullmatch(_PROPERTIES.sub("", line).rstrip())
    if opener is None:
        return None
    return (len(opener[2]), False) if opener[1] is None else (len(opener[1]), True)

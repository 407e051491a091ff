"""Tabs at the start of a line: libyaml refuses them, the server's reader (js-yaml) skips them without counting.

What counts there: only the spaces before the first tab indent a line, but a line that opens a block sets the column
of its other entries to where its text begins, tabs included. In a block of text they are text.
"""

import re

_HEAD = re.compile(r"( *)([ \t]*)((?:-[ \t]+)*)")
"""What indents a line, what else stands before its text, and its dashes."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
_PROPERTIES = re.compile(r"(?<=[:-])(?:\s+[&!]\S*)+$")
_OPENER = re.compile(r"( *(?:- +)*)\S.*:|( *(?:- +)*)-")
"""A line whose value is still to come: before a key's value, or before an item."""
_BLOCK_SIGN = re.compile(r"\s[|>](?=[+-]?\s*(?:#.*)?$)")
_WIDEST = 9
"""The most that can stand behind the sign of a block."""


def without_tab(text: str, number: int, context: str) -> str | None:
    """Return `text` with line `number` (from 0) as the server's reader takes it; None if no tab begins that.

    `context` is what libyaml was reading when it met the line.
    """
    lines = text.split("\n")
    if number >= len(lines):  # libyaml counts lone carriage returns as well.
        return None
    indent, gap, dashes = _HEAD.match(lines[number]).groups()  # type: ignore[union-attr] # it always matches
    if "\t" not in gap + dashes:
        return None
    if "block scalar" in context and _measure_block(lines, number, len(indent)):
        return "\n".join(lines)
    content = lines[number][len(indent + gap + dashes) :]
    if (dashes + content).strip():
        dashes, spaces = dashes.replace("\t", " "), " " * len(gap)
        if _opens_block(lines[:number], len(indent), bool(dashes)):
            lines[number] = indent + spaces + dashes + content
        else:
            lines[number] = indent + (dashes[:1] + spaces + dashes[1:] if dashes else "") + content
    else:
        # What follows in a block of text no longer belongs to it, as behind a comment.
        lines[number] = "" if "plain scalar" in context else f"{indent}#"
    return "\n".join(lines)


def _measure_block(lines: list[str], number: int, indent: int) -> bool:
    """Write into `lines` that the block of text whose first line is `number` is indented by `indent`, if it is."""
    above, header = next(((at, lines[at]) for at in range(number - 1, -1, -1) if lines[at].strip()), (0, ""))
    sign = _BLOCK_SIGN.search(header)
    outer = _opener_indent(header[: sign.start()]) if sign else None
    if sign is None or outer is None or not 0 < indent - outer[0] <= _WIDEST:
        return False
    lines[above] = f"{header[: sign.end()]}{indent - outer[0]}{header[sign.end() :]}"
    return True


def _opens_block(before: list[str], indent: int, item: bool) -> bool:
    """Whether a line that is indented by `indent` spaces is the first of a block below the last line of `before`."""
    last = next((text for line in reversed(before) if (text := _COMMENT.sub("", line).rstrip())), "")
    if outer := _opener_indent(last):
        least, of_key = outer
        return indent > least or (item and of_key and indent == least)  # Items may stand as far left as their key.
    return not last and indent == 0


def _opener_indent(line: str) -> tuple[int, bool] | None:
    """Return how far a line is indented that a value has to follow, and whether it is the value of a key."""
    opener = _OPENER.fullmatch(_PROPERTIES.sub("", line).rstrip())
    if opener is None:
        return None
    return (len(opener[2]), False) if opener[1] is None else (len(opener[1]), True)

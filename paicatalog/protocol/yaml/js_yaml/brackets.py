"""Plain scalars in `[...]` or `{...}` that continue on the next line.

libyaml accepts that line with any indent, the server's reader (js-yaml) only if it is indented further than the block
that contains the brackets.
"""

import re
from typing import Any

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from paicatalog.protocol.yaml.libyaml_parser import children

_BREAK = re.compile(r"\r\n|\r|\n")


def underindented_line(text: str, root: Node) -> tuple[int, int, int] | None:
    """Return the first continuation line (from 0) that is not indented enough, its number of leading spaces, and the
    least number allowed; None if there is no such line."""
    found = sorted(_underindented_lines(text, root)) if "[" in text or "{" in text else ()
    return found[0] if found else None


def _underindented_lines(text: str, root: Node) -> list[tuple[int, int, int]]:
    lines = _BREAK.split(text)
    wrong: list[tuple[int, int, int]] = []
    seen: set[int] = set()
    # A node, the least indent of its continuation lines, and whether it is in brackets.
    stack: list[tuple[Node, int, bool]] = [(root, 0, False)]
    while stack:
        node, least, inside = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            for number in range(node.start_mark.line + 1, node.end_mark.line + 1) if inside and not node.style else ():
                spaces = len(lines[number]) - len(lines[number].lstrip(" "))
                if lines[number].strip() and spaces < least:
                    wrong.append((number, spaces, least))
            continue
        inside = isinstance(node, CollectionNode) and bool(node.flow_style)
        if not inside:
            least = _column(text, node) + 1
        stack.extend((child, least, inside) for child in children(node))
    return wrong


def _column(text: str, node: Node) -> int:
    """Return the column where the entries of a block begin; -1 if an anchor or a tag hides it."""
    first: Any = node.value[0][0].start_mark if isinstance(node, MappingNode) and node.value else node.start_mark
    return -1 if text[first.index : first.index + 1] in ("&", "!") else int(first.column)

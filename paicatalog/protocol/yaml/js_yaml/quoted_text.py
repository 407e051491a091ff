"""Quoted scalars over several lines: the server's reader (js-yaml) keeps white space at the end of their lines.

YAML drops it, and so does libyaml; in a quoted command it changes what runs.
"""

import re
from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode

from paicatalog.protocol.yaml.libyaml_parser import SPACE_TO_STAND_IN, every_node

_TRAILING = re.compile(r"(?<=[^\s\\])[ \t]+(?=\r?$)")


def keep_trailing_space(text: str, root: Node) -> str | None:
    """Return `text` with stand-ins for the white space that must be kept; None if there is none.

    A stand-in replaces one character, so that no position changes.
    """
    if not any(end in text for end in (" \n", "\t\n", " \r", "\t\r")):
        return None
    lines = text.split("\n")
    for number in set(_broken_lines(root)):
        if number < len(lines):
            lines[number] = _TRAILING.sub(lambda space: space[0].translate(SPACE_TO_STAND_IN), lines[number])
    kept = "\n".join(lines)
    return kept if kept != text else None


def _broken_lines(root: Node) -> Iterator[int]:
    """Yield the lines, from 0, after which a quoted scalar continues."""
    for node in every_node(root):
        if isinstance(node, ScalarNode) and node.style in ("'", '"') and node.start_mark and node.end_mark:
            yield from range(node.start_mark.line, node.end_mark.line)

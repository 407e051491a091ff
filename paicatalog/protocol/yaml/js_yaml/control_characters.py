"""Control characters: the server's reader (js-yaml) accepts them in comments; from U+007F on also in quoted scalars."""

from bisect import bisect_right
from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode

from paicatalog.protocol.yaml.libyaml_parser import CONTROL_STAND_IN, FROM_STAND_IN, every_node

_FIRST_ALLOWED_IN_QUOTES = "\x7f"
"""The first control character that JSON allows unescaped, as js-yaml demands of the characters in quoted scalars."""


def forbidden_control(text: str, root: Node) -> int | None:
    """Return the offset of the first control character that is refused; None if there is none.

    In `text`, control characters are replaced by stand-ins.
    """
    found = [match.start() for match in CONTROL_STAND_IN.finditer(text)]
    scalars = sorted(_extents(text, root)) if found else []
    for index in found:
        _, end, quoted = scalars[at - 1] if (at := bisect_right(scalars, (index + 1,))) else (0, 0, False)
        if index < end and not (quoted and text[index].translate(FROM_STAND_IN) >= _FIRST_ALLOWED_IN_QUOTES):
            return index
    return None


def _extents(text: str, root: Node) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and whether it is quoted for the text of each scalar."""
    for node in every_node(root):
        if isinstance(node, ScalarNode) and node.start_mark and node.end_mark:
            start, end = node.start_mark.index, node.end_mark.index
            # Only a comment may follow the `|` or `>` of a block scalar on its line.
            yield text.find("\n", start) if node.style in ("|", ">") else start, end, node.style in ("'", '"')

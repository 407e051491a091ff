"""Control characters: the server's reader (js-yaml) takes them in comments, and those from U+007F on in quotes too."""

from bisect import bisect_right
from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode

from paicatalog.protocol.yaml.libyaml_parser import CONTROL_STAND_IN, FROM_STAND_IN, every_node

_FIRST_OF_TEXT = "\x7f"
"""What comes before it is no character of JSON, which is what quoted text is held to."""


def forbidden_control(text: str, root: Node) -> int | None:
    """Return where in `text`, which has stand-ins for them, the first control character stands that is refused there;
    None where there is none."""
    found = [match.start() for match in CONTROL_STAND_IN.finditer(text)]
    scalars = sorted(_extents(text, root)) if found else []
    for index in found:
        _, end, quoted = scalars[at - 1] if (at := bisect_right(scalars, (index + 1,))) else (0, 0, False)
        if index < end and not (quoted and text[index].translate(FROM_STAND_IN) >= _FIRST_OF_TEXT):
            return index
    return None


def _extents(text: str, root: Node) -> Iterator[tuple[int, int, bool]]:
    """Yield where the text of each scalar begins and ends, and whether it stands in quotes."""
    for node in every_node(root):
        if isinstance(node, ScalarNode) and node.start_mark and node.end_mark:
            start, end = node.start_mark.index, node.end_mark.index
            # Behind the sign of a block stands a comment at most.
            yield text.find("\n", start) if node.style in ("|", ">") else start, end, node.style in ("'", '"')

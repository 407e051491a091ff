"""The comments of a YAML text, and the lines that each one applies to."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from paicatalog.protocol.yaml.nodes import compose_yaml

_NO_CONTENT = re.compile(r"[ \t]*(#.*)?|---([ \t]+#.*)?|%.*")
"""Empty lines, comments, document starts and directives."""
_DASHES = re.compile(r"[ \t?-]+")
"""A line that begins a list item whose value is on a line below."""
_COMMENT_START = re.compile(r"(?<=[ \t])#")
_MAXIMUM_DASHES = 100
"""Levels; deeper nesting is refused."""
_NO_LINES = range(0)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment."""

    text: str
    """From its `#` to the end of the line."""
    line: int
    """From 1."""
    column: int
    """From 1, of the `#`."""
    lines: range
    """The lines, from 1, that it applies to. For a comment at the end of a line: that line, and the block scalar that
    begins there. For a comment alone on its line: the next entry (a key with its value, or a list item), if any."""
    head: bool
    """Whether it is above all content."""


def comments(text: str, wanted: re.Pattern[str]) -> Iterator[Comment]:
    """Yield the comments of `text` that match `wanted` at their start; a `#` inside a value is no comment.

    If the text does not parse, only the comments above all content are yielded.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    root = compose_yaml(text)
    nodes = _Nodes(root) if isinstance(root, Node) else _Nodes(None)
    next_content = _next_content_lines(lines)
    first = next_content[0] if nodes.first is None else nodes.first
    for number, line in enumerate(lines if nodes.parsed else lines[:first]):
        column = next((at for at in _candidate_columns(line, wanted) if not nodes.in_scalar(number, at)), None)
        if column is None:
            continue
        is_alone = not line[:column].strip(" \t")
        target = (
            _entry_lines(lines, next_content[number + 1], nodes)
            if is_alone
            else range(number, nodes.last_line_beside(number) + 1)
        )
        covered = range(target.start + 1, target.stop + 1) if target else target
        yield Comment(line[column:].rstrip(), number + 1, column + 1, covered, head=number < first)


def _candidate_columns(line: str, wanted: re.Pattern[str]) -> Iterator[int]:
    """Yield the columns of a line at which a wanted comment may begin, which may be inside another comment."""
    if line.lstrip(" \t").startswith("#"):
        first = line.index("#")  # The rest is not searched: the line may be commented-out YAML.
        yield from (first,) if wanted.match(line, first) else ()
        return
    yield from (match.start() for match in _COMMENT_START.finditer(line) if wanted.match(line, match.start()))


def _next_content_lines(lines: Sequence[str]) -> list[int]:
    """Return for each line the first line with content from there on; the number of lines if there is none."""
    found = [len(lines)] * (len(lines) + 1)
    for number in range(len(lines) - 1, -1, -1):
        found[number] = found[number + 1] if _NO_CONTENT.fullmatch(lines[number]) else number
    return found


def _entry_lines(lines: Sequence[str], start: int, nodes: "_Nodes") -> range:
    """Return the lines, from 0, of the entry that begins on line `start`."""
    if start >= len(lines):
        return _NO_LINES
    for entry in range(start, min(start + _MAXIMUM_DASHES, len(lines))):
        if entry in nodes.entries:
            return range(start, nodes.entries[entry] + 1)
        if not _DASHES.fullmatch(lines[entry]):
            break
    return range(start, start + 1)


class _Nodes:
    """The positions of the nodes of a document; lines and columns count from 0."""

    def __init__(self, root: Node | None) -> None:
        self.parsed = root is not None
        self.first: int | None = root.start_mark.line if root else None
        self.entries: dict[int, int] = {}
        """The last line of the longest entry, by the line on which it begins."""
        self._block_ends: dict[int, int] = {}
        """The last line of a block scalar, by the line of its `|` or `>`."""
        self._scalars: list[tuple[tuple[int, int], tuple[int, int]]] = []
        """Start and end of each scalar: (line, column)."""
        seen: set[int] = set()
        stack = [root] if root else []
        while stack:
            node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, ScalarNode):
                self._add_scalar(node)
            else:
                stack += self._add_entries(node)
        self._scalars.sort()

    def in_scalar(self, line: int, column: int) -> bool:
        """Return whether a position is inside a scalar."""
        at = bisect_right(self._scalars, (line, column), key=lambda text: text[0]) - 1
        return at >= 0 and (line, column) < self._scalars[at][1]

    def last_line_beside(self, line: int) -> int:
        """Return the last line that a comment at the end of `line` applies to."""
        return self._block_ends.get(line, line)

    def _add_scalar(self, node: ScalarNode) -> None:
        start, end = node.start_mark, node.end_mark
        begin = (start.line, start.column)
        if node.style in ("|", ">"):
            self._block_ends[start.line] = _last_line(node)
            begin = (start.line + 1, 0)  # A comment may follow the `|` or `>`.
        self._scalars.append((begin, (end.line, end.column)))

    def _add_entries(self, node: Node) -> Iterator[Node]:
        for entry in node.value:
            first, last = entry if isinstance(node, MappingNode) else (entry, entry)
            start = first.start_mark.line
            self.entries[start] = max(self.entries.get(start, start), _last_line(first), _last_line(last))
            yield first
            yield last


def _last_line(node: Node) -> int:
    """Return the last line, from 0, with content of a node; libyaml ends blocks where the next token begins."""
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, MappingNode) else last
    end = node.end_mark
    return int(end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line)

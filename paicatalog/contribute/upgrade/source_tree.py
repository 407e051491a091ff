"""Reading YAML text into a tree with comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.nodes import Node as YamlNode

from paicatalog.contribute.upgrade.tree import Entry, Fields, Items, Node, Scalar, Tree, node_of
from paicatalog.protocol.yaml.construct import construct
from paicatalog.protocol.yaml.nodes import Resolved, compose_yaml

_FULL_LINE = re.compile(r"\s*#")
_NO_CONTENT = re.compile(r"\s*(?:#.*)?$|---(?:\s|$)|%")
_AFTER_VALUE = re.compile(r"(?:\s*+,)?+\s++(#.*)$")
_AFTER_KEY = re.compile(r"\s*:\s+(#.*)$")
_BLOCK_HEADER = re.compile(r"[|>][+-]?\s*(?:#.*)?$")


def read_tree(text: str) -> Tree:
    """Return the tree of a text that `compose` accepts and whose root is a mapping or a list.

    Aliases and merge keys are resolved. Anchors are lost.
    """
    root = compose_yaml(text)
    if not isinstance(root, YamlNode):
        return Tree(Scalar(None))
    return _Reader(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).tree(root)


@dataclass(slots=True)
class _Reader:
    lines: list[str]
    attached: set[int] = field(default_factory=set)
    """Numbers of the lines whose comments are attached to an entry."""
    opaque: set[int] = field(default_factory=set)
    """Numbers of the lines inside scalars, where `#` does not begin a comment."""

    def tree(self, root: YamlNode) -> Tree:
        self.opaque.update(_inner_lines(root, self.lines, set()))
        node = self._node(root)
        head, node = _split_head(node)
        left = [
            (number, line.strip())
            for number, line in enumerate(self.lines)
            if _FULL_LINE.match(line) and number not in self.attached | self.opaque
        ]
        first = root.start_mark.line
        before = tuple(line for number, line in left if number < first)
        return Tree(node, (*before, *head), tuple(line for number, line in left if number >= first))

    def _node(self, node: YamlNode) -> Node:
        if not isinstance(node.tag, Resolved):
            return node_of(construct(node)[0])
        if isinstance(node, ScalarNode):
            return Scalar(node.tag[0], self._source(node))
        if isinstance(node, SequenceNode):
            inner = tuple(self._entry(None, item, item.start_mark.line) for item in node.value)
            return Items(inner, flow=_on_one_line(node))
        assert isinstance(node, MappingNode)  # YAML has no other nodes.
        return Fields(tuple(self._fields(node)), flow=_on_one_line(node))

    def _fields(self, node: MappingNode) -> Iterator[Entry]:
        own = {_key(key) for key, _ in node.value}
        for key, value in node.value:
            if _key(key) != "<<" or not isinstance(key, ScalarNode) or key.style:
                yield self._entry(key, value, key.start_mark.line)
                continue
            for source in value.value if isinstance(value, SequenceNode) else [value]:
                for inner in self._fields(source) if isinstance(source, MappingNode) else ():
                    if inner.key not in own:
                        own.add(inner.key or "")
                        yield inner

    def _entry(self, key: YamlNode | None, value: YamlNode, line: int) -> Entry:
        above = self._above(line)
        beside = self._beside(key, value)
        return Entry(None if key is None else _key(key), self._node(value), above, beside)

    def _above(self, line: int) -> tuple[str, ...]:
        found: list[str] = []
        for number in range(line - 1, -1, -1):
            text = self.lines[number]
            if number in self.attached or number in self.opaque or not _NO_CONTENT.match(text):
                break
            self.attached.add(number)
            if not text.startswith(("---", "%")):
                found.append(text.strip())
        found.reverse()
        return tuple(found)

    def _beside(self, key: YamlNode | None, value: YamlNode) -> str:
        if isinstance(value, ScalarNode) and value.style in ("|", ">"):
            return ""  # The source of a block scalar includes the comment of its header.
        block = isinstance(value, SequenceNode | MappingNode) and not value.flow_style
        empty = isinstance(value, ScalarNode) and not value.value and not value.style
        if (block or empty) and key is not None:
            return self._comment(key.end_mark, _AFTER_KEY)
        return "" if block else self._comment(value.end_mark, _AFTER_VALUE)

    def _comment(self, mark: Any, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.lines[mark.line][mark.column :]) if mark.line < len(self.lines) else None
        if not found or mark.line in self.attached:
            return ""
        self.attached.add(mark.line)
        return found[1].rstrip()

    def _source(self, node: ScalarNode) -> str | None:
        start, end = node.start_mark, node.end_mark
        if node.style in ("|", ">"):
            return self._block_source(node)
        if start.line != end.line or start.column == end.column:
            return None
        return self.lines[start.line][start.column : end.column]

    def _block_source(self, node: ScalarNode) -> str | None:
        header = self.lines[node.start_mark.line][node.start_mark.column :].rstrip()
        body = [self.lines[number] for number in _block_lines(node, self.lines)]
        while body and not body[-1].strip():
            body.pop()
        if not _BLOCK_HEADER.match(header) or "+" in header.split("#")[0] or not body:
            return None
        indent = len(body[0]) - len(body[0].lstrip(" "))
        return "\n".join([header, *(line[indent:] for line in body)])


def _on_one_line(node: SequenceNode | MappingNode) -> bool:
    return bool(node.flow_style) and node.start_mark.line == node.end_mark.line


def _key(node: YamlNode) -> str:
    key, _ = construct(node)
    return str(key) if isinstance(key, str) else str(getattr(node, "value", key))


def _inner_lines(node: YamlNode, lines: list[str], seen: set[int]) -> Iterator[int]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        start, end = node.start_mark.line, node.end_mark.line
        yield from _block_lines(node, lines) if node.style in ("|", ">") else range(start + 1, end + 1)
        return
    for child in node.value:
        for each in child if isinstance(child, tuple) else (child,):
            yield from _inner_lines(each, lines, seen)


def _block_lines(node: ScalarNode, lines: list[str]) -> Iterator[int]:
    """Yield the numbers of a block scalar's lines, without the following lines that libyaml includes in it."""
    indent = None
    empty: list[int] = []
    for number in range(node.start_mark.line + 1, min(node.end_mark.line + 1, len(lines))):
        line = lines[number]
        if line.strip() and indent is None:
            indent = len(line) - len(line.lstrip(" "))
            if number > node.end_mark.line or (number == node.end_mark.line and node.end_mark.column == 0):
                return
        if line.strip() and len(line) - len(line.lstrip(" ")) < (indent or 0):
            return
        if not line.strip():
            empty.append(number)
            continue
        yield from (*empty, number)
        empty.clear()


def _split_head(node: Node) -> tuple[tuple[str, ...], Node]:
    """Separate the comments at the top of the file from those of the first entry, at the last empty line."""
    if isinstance(node, Scalar) or not node.entries:
        return (), node
    first = node.entries[0]
    cut = max((at + 1 for at, line in enumerate(first.above) if not line), default=0)
    rest = Entry(first.key, first.value, first.above[cut:], first.beside)
    kind = type(node)
    return first.above[:cut], kind((rest, *node.entries[1:]), flow=node.flow)

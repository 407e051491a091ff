"""libyaml's parser, adapted to return what the server's reader (js-yaml) reads: nodes with values and marks."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from yaml.composer import ComposerError
from yaml.cyaml import CParser  # type: ignore[attr-defined] # not in the stubs
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, MappingStartEvent, ScalarEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.yaml.scalars import plain_value

_FIRST_STAND_IN = 0x10E000
"""Start of a range of private-use characters, which files do not contain."""
# libyaml breaks lines at these, or refuses them; the server's reader accepts them as text.
_FOREIGN = {"\x85": "\U0010e085", "\u2028": "\U0010e128", "\u2029": "\U0010e129", "\ufeff": "\U0010efff"}
# libyaml refuses these everywhere; the server accepts some in some places: see `js_yaml/control_characters.py`.
_CONTROLS = {
    chr(code): chr(_FIRST_STAND_IN + code)
    for code in (*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
} | {"\ufffe": "\U0010effe", "\uffff": "\U0010effd"}
_STAND_INS = {**_FOREIGN, **_CONTROLS}
NEEDS_STAND_IN = re.compile(f"[{''.join(_STAND_INS)}]")
CONTROL_STAND_IN = re.compile(f"[{''.join(_CONTROLS.values())}]")
TO_STAND_IN = str.maketrans(_STAND_INS)
SPACE_TO_STAND_IN = str.maketrans({" ": "\U0010e020", "\t": "\U0010e009"})
"""For white space that libyaml drops and the server's reader keeps; see `js_yaml/quoted_text.py`."""
FROM_STAND_IN = {ord(new): old for table in (TO_STAND_IN, SPACE_TO_STAND_IN) for old, new in table.items()}


class Resolved(tuple[Any]):
    """The value of an untagged scalar, stored where PyYAML stores a node's tag."""

    __slots__ = ()


_UNTAGGED = Resolved((None,))


class Parser(CParser):
    """libyaml's parser; untagged scalars get their value while parsing, which saves a pass."""

    def resolve(self, kind: type[Node], value: str, implicit: Any) -> Resolved:
        """Return the value of a node as its tag; called by CParser. `implicit[0]` is whether the scalar is plain."""
        if kind is not ScalarNode:
            return _UNTAGGED
        return Resolved((plain_value(value) if implicit[0] else value,))

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Do nothing; called by CParser for path resolvers, of which there are none."""

    def ascend_resolver(self) -> None:
        """Do nothing, as above."""


class RestoringParser(Parser):
    """Replaces stand-ins in values by the original characters."""

    def resolve(self, kind: type[Node], value: str, implicit: Any) -> Resolved:
        return super().resolve(kind, value.translate(FROM_STAND_IN) if value else value, implicit)


class EventComposer:
    """Composes nodes from a parser's events: slower, but an anchor may be redefined, as on the server."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._anchors: dict[str, Node] = {}

    def root(self) -> Node | None:
        self._parser.get_event()  # Start of the stream
        self._parser.get_event()  # Start of the document
        return self._node(self._parser.get_event())

    def _node(self, event: Any) -> Node:
        if isinstance(event, AliasEvent):
            if event.anchor not in self._anchors:
                place: Any = event.start_mark  # PyYAML's stubs know the marks of its own parser only
                raise ComposerError(None, None, "found undefined alias", place)
            return self._anchors[event.anchor]
        node = self._new_node(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        if isinstance(event, CollectionStartEvent):
            self._fill(node)
        return node

    def _new_node(self, event: Any) -> Node:
        start: Any = event.start_mark
        if event.__class__ is ScalarEvent:
            end: Any = event.end_mark
            tag: Any = event.tag or self._parser.resolve(ScalarNode, event.value, event.implicit)
            return ScalarNode(tag, event.value, start, end, event.style)
        kind = MappingNode if event.__class__ is MappingStartEvent else SequenceNode
        tag = event.tag or _UNTAGGED
        return kind(tag, [], start, None, event.flow_style)

    def _fill(self, node: Node) -> None:
        items: list[Node] = []
        while not isinstance(event := self._parser.get_event(), CollectionEndEvent):
            items.append(self._node(event))
        paired = isinstance(node, MappingNode)
        node.value = list(zip(items[::2], items[1::2], strict=True)) if paired else items
        node.end_mark = event.end_mark


def children(node: Node) -> Iterable[Node]:
    """Return the items of a list, or the keys and values of a mapping."""
    return chain.from_iterable(node.value) if isinstance(node, MappingNode) else node.value


def every_node(root: Node) -> Iterator[Node]:
    """Yield each node once, even if aliases refer to it."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            if not isinstance(node, ScalarNode):
                stack.extend(children(node))


def place_of(mark: Any, pointer: Pointer = (), part: Part = Part.VALUE) -> Place:
    """Return the place of a mark of PyYAML, whose line and column count from 0."""
    return Place(pointer, part, line=mark.line + 1, column=mark.column + 1)

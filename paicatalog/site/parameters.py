"""A job's parameters as fields of a form, each with the place in the file that its value fills."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.compose import compose
from paicatalog.protocol.javascript import js_string
from paicatalog.site.json_text import json_text
from paicatalog.site.yaml_html import Slot

MOST_FIELDS = 200
"""Nobody fills in more; what is beyond stays in the file."""
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value among a job's parameters; nested ones have a field each."""

    id: str
    """Unique on the page: `p1`."""
    path: Path
    kind: str
    """`number`, `boolean`, `text` or `null`; `other` where a person cannot type it."""
    value: str
    """As a command prints it."""
    slots: tuple[Slot, ...]
    """Where the value stands in the file; empty where it cannot be changed there."""

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def long(self) -> bool:
        """Whether it needs several lines to be typed."""
        return "\n" in self.value

    @property
    def json_path(self) -> str:
        return json_text(list(self.path))


def parameters(text: str, data: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the parameters of a job whose file is `text` (with line feeds only) and whose data is `data`."""
    declared = data.get("parameters")
    if not isinstance(declared, dict) or not declared:
        return ()
    node = compose(text)
    leaves = _leaves(declared, _child(node, "parameters") if isinstance(node, Node) else None, ())
    writer = _Writer(text)
    return tuple(writer.field(number, *leaf) for number, leaf in enumerate(islice(leaves, MOST_FIELDS), 1))


def _leaves(value: Any, node: Node | None, path: Path) -> Iterator[tuple[Path, Any, Node | None]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, _child(node, key), (*path, key))
    elif isinstance(value, list) and value:
        items = node.value if isinstance(node, SequenceNode) else [None] * len(value)
        for at, (item, own) in enumerate(zip(value, items, strict=False)):
            yield from _leaves(item, own, (*path, str(at)))
    else:
        yield path, value, node


def _child(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for own, value in node.value if own.value == key), None)


class _Writer:
    """Knows where the lines of one text begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(line_break.end() for line_break in re.finditer("\n", text))]

    def field(self, number: int, path: Path, value: Any, node: Node | None) -> Parameter:
        name, kind = f"p{number}", _kind(value)
        slots = tuple(self.slots(node, name)) if kind != "other" and isinstance(node, ScalarNode) else ()
        return Parameter(name, path, kind, "" if value is None else js_string(value), slots)

    def slots(self, node: ScalarNode, name: str) -> Iterator[Slot]:
        """Yield the parts of lines that hold a scalar; none where other places depend on its anchor."""
        start = node.start_mark.index
        source = self.text[start : node.end_mark.index].rstrip()
        if not source or source[0] in "&!":
            return
        end = start + len(source)
        for line in range(bisect_right(self.starts, start), bisect_right(self.starts, end - 1) + 1):
            begin = self.starts[line - 1]
            stop = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
            if max(start, begin) < min(end, stop):
                yield Slot(line, max(start, begin) - begin, min(end, stop) - begin, name)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if value is None:
        return "null"
    return "text" if isinstance(value, str) else "other"

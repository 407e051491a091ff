"""Edits of a YAML text that keep everything else: comments, order, quotes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.edit.yaml_scalar import yaml_scalar
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.dump import dump


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement for the text from offset `start` to `end` (exclusive)."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with all edits made; they must not overlap."""
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = f"{text[: edit.start]}{edit.text}{text[edit.end :]}"
    return text


def edit_or_dump(text: str, edits: Iterable[Edit], wanted: Mapping[str, Any]) -> str:
    """Return the text with all edits made if its data is then exactly `wanted`, else a dump of `wanted`."""
    changed = apply_edits(text, edits)
    found = parse(SourceFile("", changed.encode("utf-8", "replace"))).data
    return changed if found == wanted else dump(wanted)


def find_entry(node: Node | None, key: str) -> tuple[Node, Node] | None:
    """Return the key and the value of a mapping's entry, or None if there is no such entry."""
    if not isinstance(node, MappingNode):
        return None
    return next(((own, value) for own, value in node.value if own.value == key), None)


def scalar_edit(text: str, node: Node, value: object) -> Iterator[Edit]:
    """Yield the edit that replaces a scalar by `value`.

    Yield none if the scalar is empty, tagged, or has an anchor that other places may use.
    """
    if not isinstance(node, ScalarNode):
        return
    start = node.start_mark.index
    source = text[start : node.end_mark.index].rstrip()
    if source and source[0] not in "&!":
        yield Edit(start, start + len(source), yaml_scalar(value, source))


def entry_edit(mapping: Node, key: str, value: str) -> Iterator[Edit]:
    """Yield the edit that makes `key: value` the first entry of a mapping; `value` is YAML on one line."""
    if not isinstance(mapping, MappingNode):
        return
    if mapping.flow_style:
        start = mapping.start_mark.index + 1
        yield Edit(start, start, f"{key}: {value}{', ' if mapping.value else ''}")
    elif mapping.value:
        mark = mapping.value[0][0].start_mark
        yield Edit(mark.index, mark.index, f"{key}: {value}\n{' ' * mark.column}")

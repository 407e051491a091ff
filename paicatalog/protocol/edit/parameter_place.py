"""The places of parameter values in a job's file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.yaml.nodes import compose_yaml

ParameterPath = tuple[str, ...]
"""Keys and indices (from 0, as strings) from `parameters` to a value."""


@dataclass(frozen=True, slots=True)
class ParameterPlace:
    """A value among a job's parameters that contains no others."""

    path: ParameterPath
    value: Any
    extent: tuple[int, int] | None
    """Offsets of its scalar in the text, the end exclusive; None if it cannot be replaced there."""

    @property
    def name(self) -> str:
        return ".".join(self.path)


def parameter_places(text: str, data: Mapping[str, Any]) -> Iterator[ParameterPlace]:
    """Yield the parameters of a job whose file is `text` (with line feeds only) and whose data is `data`."""
    declared = data.get("parameters")
    if not isinstance(declared, dict) or not declared:
        return
    root = compose_yaml(text)
    top = _children(root) if isinstance(root, Node) else {}
    for path, value, node in _leaves(declared, top.get("parameters"), ()):
        yield ParameterPlace(path, value, _extent(text, node) if isinstance(node, ScalarNode) else None)


def _leaves(value: Any, node: Node | None, path: ParameterPath) -> Iterator[tuple[ParameterPath, Any, Node | None]]:
    if isinstance(value, dict) and value:
        children = _children(node)
        for key, item in value.items():
            yield from _leaves(item, children.get(key), (*path, key))
    elif isinstance(value, list) and value:
        items = node.value if isinstance(node, SequenceNode) else [None] * len(value)
        for at, (item, own) in enumerate(zip(value, items, strict=False)):
            yield from _leaves(item, own, (*path, str(at)))
    else:
        yield path, value, node


def _children(node: Node | None) -> Mapping[str, Node]:
    """Return the values of a mapping by their keys; none if it is something else."""
    if not isinstance(node, MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}


def _extent(text: str, node: ScalarNode) -> tuple[int, int] | None:
    """Return the offsets of a scalar; None if it is empty, tagged, or has an anchor that other places may use."""
    start = node.start_mark.index
    source = text[start : node.end_mark.index].rstrip()
    return None if not source or source[0] in "&!" else (start, start + len(source))

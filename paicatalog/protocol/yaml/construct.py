"""Construction of plain data from nodes, as the server's reader (js-yaml 3.13.1, default safe schema) does it."""

from collections.abc import Mapping
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.place import Part
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.yaml.libyaml_parser import Resolved, place_of
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.protocol.yaml.tags import (
    EMPTY_VALUES,
    MERGE,
    NODE_KINDS,
    TAG_PREFIX,
    TagMismatchError,
    check_fit,
    format_tag,
    pair,
    tagged_scalar,
)

_MAXIMUM_PROBLEMS = 1000
"""Problems reported for one file; more would not help anyone."""


def construct(root: Node | None) -> tuple[Any, tuple[Problem, ...]]:
    """Return the data below `root` and what the server's reader refuses in it: repeated keys, unknown tags.

    A mapping's keys become strings as JavaScript prints them. The data is complete even if there are problems.
    """
    if root is None:
        return None, ()
    constructor = _Constructor()
    value = constructor.value(root)
    return value, tuple(sorted(constructor.problems, key=lambda each: (each.place.line or 0, each.place.column or 0)))


def read_scalar(text: str) -> Any:
    """Return the value of a YAML scalar (`1e3`, `yes`, `"1"`), or `text` itself if it is no scalar (a list, say)."""
    node = compose_yaml(text)
    if not isinstance(node, ScalarNode):
        return text
    value, problems = construct(node)
    return text if problems else value


class _Constructor:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.path: list[str | int] = []

    def value(self, node: Node) -> Any:
        tag = node.tag
        if not isinstance(tag, Resolved):
            return self._tagged(node, tag)
        if type(node) is ScalarNode:
            return tag[0]
        return self._mapping(node) if type(node) is MappingNode else self._sequence(node)

    def _sequence(self, node: Node) -> list[Any]:
        return [self._at(index, item) for index, item in enumerate(node.value)]

    def _at(self, step: str | int, node: Node) -> Any:
        if type(node) is ScalarNode and isinstance(node.tag, Resolved):
            return node.tag[0]
        self.path.append(step)
        value = self.value(node)
        self.path.pop()
        return value

    def _mapping(self, node: Node) -> dict[str, Any]:
        result: dict[str, Any] = {}
        merged: set[str] = set()
        first: dict[str, Node] = {}
        repeated: list[tuple[str, Node]] = []
        for key_node, value_node in node.value:
            if _is_merge(key_node):
                self._merge(result, merged, value_node)
                continue
            key = self._key(key_node)
            if key in result and key not in merged:
                repeated.append((key, key_node))
                if result[key] is None:  # Most likely the line was repeated, and its value follows the second one.
                    result[key] = self._at(key, value_node)
                continue
            merged.discard(key)
            first[key] = key_node
            result[key] = self._at(key, value_node)
        self._refuse_duplicates(first, repeated)
        return result

    def _key(self, node: Node) -> str:
        key = node.tag[0] if type(node) is ScalarNode and isinstance(node.tag, Resolved) else self.value(node)
        if type(key) is str:
            return key
        if isinstance(key, dict):
            return "[object Object]"
        if not isinstance(key, list):
            return js_string(key)
        if any(isinstance(item, list) for item in key):
            self._refuse(node, "a key cannot be a list of lists")
            return ""
        return ",".join(_key_part(item) for item in key)

    def _merge(self, result: dict[str, Any], merged: set[str], node: Node) -> None:
        value = self._at(MERGE, node)
        for source in value if isinstance(value, list) else [value]:
            if not isinstance(source, dict):
                self._refuse(node, "`<<` can only merge a mapping or a list of mappings")
                return
            merged.update(key for key in source if key not in result)
            for key, item in source.items():
                result.setdefault(key, item)

    def _tagged(self, node: Node, tag: str) -> Any:
        short = tag.removeprefix(TAG_PREFIX)
        kind = NODE_KINDS.get(short) if short != tag else None
        if kind is None:
            return self._refuse(node, f"the tag {format_tag(tag)} is not known")
        empty = isinstance(node, ScalarNode) and not node.value and not node.style
        if not isinstance(node, kind) and not empty:
            return self._refuse(node, f"the tag {format_tag(tag)} does not fit what follows it")
        if empty and short in EMPTY_VALUES:
            return EMPTY_VALUES[short]()
        try:
            return self._value_of_kind(node, short)
        except TagMismatchError:
            return self._refuse(node, f"the value cannot be read as {format_tag(tag)}")

    def _value_of_kind(self, node: Node, short: str) -> Any:
        if isinstance(node, ScalarNode):
            return tagged_scalar(short, node.value)
        if isinstance(node, MappingNode):
            mapping = self._mapping(node)
            return check_fit(mapping, short != "set" or all(item is None for item in mapping.values()))
        items = self._sequence(node)
        if short == "seq":
            return items
        pairs = [pair(item) for item in items]
        if short == "pairs":
            return pairs
        return check_fit(items, len({key for key, _ in pairs}) == len(pairs))

    def _refuse_duplicates(self, first: Mapping[str, Node], repeated: list[tuple[str, Node]]) -> None:
        """Report repeated keys; several in one list item as one problem, since most likely a dash is missing."""
        item = bool(self.path) and isinstance(self.path[-1], int) and len(repeated) > 1
        for key, node in repeated[:1] if item else repeated:
            pointer = (*self.path, key)
            detail: dict[str, Any] = {"key": key, "first": place_of(first[key].start_mark, pointer, Part.KEY)}
            if item:
                detail["also"] = tuple(other for other, _ in repeated[1:])
            place = place_of(node.start_mark, pointer, Part.KEY)
            self._report(Problem(ProblemKind.DUPLICATE_KEY, place, detail))

    def _refuse(self, node: Node, problem: str) -> None:
        place = place_of(node.start_mark, tuple(self.path))
        detail = {"problem": problem, "context": None}
        self._report(Problem(ProblemKind.YAML_SYNTAX, place, detail))

    def _report(self, problem: Problem) -> None:
        if len(self.problems) < _MAXIMUM_PROBLEMS:
            self.problems.append(problem)


def _is_merge(node: Node) -> bool:
    if type(node) is not ScalarNode:
        return False
    if isinstance(node.tag, Resolved):
        return bool(node.value == MERGE and not node.style)
    return bool(node.tag == TAG_PREFIX + "merge")


def _key_part(item: Any) -> str:
    if item is None:
        return ""
    return "[object Object]" if isinstance(item, dict) else js_string(item)

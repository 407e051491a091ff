"""Limits on the nesting and the number of values of a file, checked before anything recurses or expands aliases."""

import re
from typing import Any, TypeGuard

from yaml import YAMLError
from yaml.error import MarkedYAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import Node, ScalarNode

from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.yaml.libyaml_parser import Parser, children, place_of

MAXIMUM_NESTING = 100
"""Levels of nested lists and mappings. No job needs ten; the limit protects readers that recurse."""
MAXIMUM_VALUES = 50_000
"""Values in a file, including those that aliases expand to."""

_SUSPICIOUS_INDENT = 30
_SUSPICIOUS_BRACKETS = 30
_DEEP_LINE = re.compile(rf"[\r\n][ \t\-?:]{{{_SUSPICIOUS_INDENT}}}")


def check_limits(text: str) -> Problem | None:
    """Return a problem for too deep nesting, before anything recurses, or for too many values.

    Most files cannot have either, which is quick to check.
    """
    brackets = text.count("[") + text.count("{")
    short = len(text) < MAXIMUM_VALUES
    if short and brackets < _SUSPICIOUS_BRACKETS and not _DEEP_LINE.search("\n" + text):
        return None
    parser = Parser(text)
    try:
        return _first_excess(parser)
    except YAMLError as error:
        if _is_too_deep(error):
            return _too_large("nesting", MAXIMUM_NESTING, error.problem_mark)
        return None  # Composing raises the same error before anything deeper.
    finally:
        parser.dispose()


def _first_excess(parser: Parser) -> Problem | None:
    depth = values = 0
    while (event := parser.get_event()) is not None:
        if isinstance(event, CollectionEndEvent):
            depth -= 1
            continue
        values += 1
        depth += isinstance(event, CollectionStartEvent)
        if depth > MAXIMUM_NESTING:
            return _too_large("nesting", MAXIMUM_NESTING, event.start_mark)
        if values > MAXIMUM_VALUES:
            return _too_large("number of values", MAXIMUM_VALUES, event.start_mark)
    return None


def _is_too_deep(error: YAMLError) -> TypeGuard[MarkedYAMLError]:
    """Return whether libyaml stopped by itself, as it does from 0.2.6 on while searching for the end of a first key."""
    return isinstance(error, MarkedYAMLError) and "maximum nesting depth" in (error.problem or "")


def check_aliases(root: Node) -> Problem | None:
    """Return a problem for aliases that expand to too many values, or endlessly."""
    sizes: dict[int, int] = {}

    def size(node: Node) -> int:
        if isinstance(node, ScalarNode):
            return 1
        if id(node) not in sizes:
            sizes[id(node)] = MAXIMUM_VALUES + 1  # Remains if the node contains itself.
            sizes[id(node)] = 1 + sum(map(size, children(node)))
        return sizes[id(node)]

    return _too_large("alias expansion", MAXIMUM_VALUES, root.start_mark) if size(root) > MAXIMUM_VALUES else None


def _too_large(reason: str, limit: int, mark: Any) -> Problem:
    return Problem(ProblemKind.TOO_LARGE, place_of(mark), {"reason": reason, "limit": limit})

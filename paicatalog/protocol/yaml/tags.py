"""Explicit YAML tags (`!!int`, `!!set`) as the server's reader (js-yaml 3.13.1) interprets them."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.yaml.scalars import READERS, read_null

TAG_PREFIX = "tag:yaml.org,2002:"
_LONGEST_SHOWN = 60
"""Characters of a tag in a message."""
MERGE = "<<"

NODE_KINDS: dict[str, type[Node]] = {
    **dict.fromkeys(("str", "null", "binary", "merge", *READERS), ScalarNode),
    **dict.fromkeys(("seq", "omap", "pairs"), SequenceNode),
    **dict.fromkeys(("map", "set"), MappingNode),
}
"""The known tags, and the kind of node that each applies to."""

EMPTY_VALUES: dict[str, Callable[[], Any]] = {
    "str": str,
    **dict.fromkeys(("null", "merge"), lambda: None),
    **dict.fromkeys(("seq", "omap", "pairs"), list),
    **dict.fromkeys(("map", "set"), dict),
}
"""Constructors of the value of an empty node, by tag; other tags refuse an empty node."""


class TagMismatchError(Exception):
    """The value does not fit its tag."""


def check_fit(value: Any, is_fit: bool) -> Any:
    """Return `value` if it fits its tag, else raise TagMismatchError."""
    if not is_fit:
        raise TagMismatchError
    return value


def tagged_scalar(short: str, text: str) -> Any:
    """Return the value of a scalar with a tag, given without its prefix (`int`); raises TagMismatchError."""
    if short == "str":
        return text
    if short == "null":
        return check_fit(None, read_null(text))
    if short == "merge":
        return check_fit(text, text == MERGE)
    if short == "binary":
        return _binary(text)
    value = READERS[short](text)
    return check_fit(value, value is not None)


def _binary(text: str) -> bytes:
    if not text:
        raise TagMismatchError
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise TagMismatchError from None


def pair(item: Any) -> list[Any]:
    """Return key and value of an entry of `!!omap` or `!!pairs`, a mapping with one key; raises TagMismatchError."""
    if not isinstance(item, dict) or len(item) != 1:
        raise TagMismatchError
    return list(next(iter(item.items())))


def format_tag(tag: str) -> str:
    """Return a tag as it is written in YAML, in backticks, cut if it is long."""
    written = f"!!{tag.removeprefix(TAG_PREFIX)}" if tag.startswith(TAG_PREFIX) else tag
    return f"`{written}`" if len(written) <= _LONGEST_SHOWN else f"`{written[: _LONGEST_SHOWN - 1]}…`"

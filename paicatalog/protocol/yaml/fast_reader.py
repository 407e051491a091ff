"""Line-by-line reading of the YAML that almost every protocol file consists of, in a tenth of the time of `nodes.py`.

Supported are block mappings and lists, scalars on one line (plain or quoted), `|` and `>` blocks, and short `[a, b]`.
Everything else, and everything that could be a mistake, is left to `nodes.py`, which alone decides what is wrong. Tests
check that both read the same values.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from paicatalog.protocol.yaml.scalars import is_word, plain_value

MAXIMUM_LENGTH = 100_000
"""Characters; longer files are left to `nodes.py`."""
_MAXIMUM_NESTING = 30
"""Levels; far fewer than `limits.py` allows."""

_ASCII = bytes([10, *range(32, 127)])
_UNSUPPORTED = re.compile("[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010dfff]")
"""Characters that YAML forbids, that break lines, or that readers treat differently; also tabs and carriage returns."""
_KEY = r"[A-Za-z][A-Za-z0-9_.-]{0,200}"
_LINE = re.compile(
    rf"( *)(- )?(?:({_KEY}):(?: +|(?=\n)))?"
    r"(?:(?:([\w./$~(<+\\=^;][^\n]*|-[^ \n][^\n]*)|(\"[^\"\\\n]*\"|'[^'\n]*') *|(\[[^\n]*\]) *|(?:#[^\n]*)?)\n"
    r"|([|>]-?) *\n((?:\1(?(2)(?(3)  )) [^\n]*\n|\n)*))"
    r"|([^\n]*\n|[^\n]+)"
)
"""Indent, dash, key; then a value: plain, quoted, a list, or a block sign (`|`, `>`) and the block; or any other line.

The lines of a block are indented further than its key, or than its dash if there is no key.
"""
_KEY_GROUP = 2
"""Index of the key among the groups."""
_DASH_WIDTH = 2
"""Width of a dash and a space, in characters."""
_ITEM = re.compile(r' *(?:([A-Za-z0-9][A-Za-z0-9_.-]*)|"([^"\\]*)"|\'([^\']*)\') *')
_BLANK = re.compile(r"^ +$", re.MULTILINE)
"""A line of spaces; whether they are part of the text depends on the block's indent."""
_NO_VALUE: Any = object()
"""Placeholder for the value of a key without one on its line."""


class _UnsupportedError(Exception):
    """The text contains something that this reader does not support."""


@dataclass(frozen=True, slots=True)
class SimpleYaml:
    """The data of a text in which nothing is escaped: it contains each key and each word of a string verbatim."""

    data: dict[str, Any]
    keys: frozenset[str]
    """All keys, at any depth."""


def read_simple_yaml(content: bytes, text: str) -> SimpleYaml | None:
    """Return the mapping in `text`, the decoded `content`; None if it has to be read by `nodes.py`."""
    if len(text) > MAXIMUM_LENGTH or (content.translate(None, _ASCII) and _UNSUPPORTED.search(text)):
        return None
    try:
        return _read(text if text.endswith("\n") else text + "\n")
    except _UnsupportedError:
        return None


def _read(text: str) -> SimpleYaml:
    tree = _Tree()
    lines = _LINE.findall(text)
    # The mapping of the previous key, which most keys belong to as well, and its indent; -1 for none.
    entries, column = tree.root, 0
    for indent, dash, key, plain, quoted, listed, sign, block, other in lines:
        if other:
            raise _UnsupportedError
        at = len(indent) + _DASH_WIDTH if dash and key else len(indent)
        value = _plain(plain) if plain else _value(quoted, listed, sign, block, at)
        if dash:
            entries, column = tree.add_item(len(indent), key, value), -1
        elif at != column and key:
            entries, column = tree.mapping_at(at), at
        if key:
            if key in entries or is_word(key):
                raise _UnsupportedError
            entries[key] = value
            if value is _NO_VALUE:
                entries[key], tree.pending, column = None, (at, entries, key), -1
        elif not dash and value is not _NO_VALUE:
            raise _UnsupportedError
    if not tree.root:
        raise _UnsupportedError
    return SimpleYaml(tree.root, frozenset([line[_KEY_GROUP] for line in lines]))


class _Tree:
    """A mapping that is built line by line."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.open_collections: list[tuple[int, Any]] = [(0, self.root)]
        """Mappings and lists that can still be extended, the innermost last: (indent of the entries, collection)."""
        self.pending: tuple[int, dict[str, Any], str] | None = None
        """The key that has no value so far: (indent of its mapping, that mapping, key)."""

    def add_item(self, indent: int, key: str, value: Any) -> dict[str, Any]:
        """Add the item that a dash at `indent` begins; return the mapping that a key after the dash belongs to."""
        items = self.list_at(indent)
        entries: dict[str, Any] = {}
        if key:
            items.append(self.open_collection(indent + _DASH_WIDTH, entries))
        elif value is _NO_VALUE:
            raise _UnsupportedError
        else:
            items.append(value)
        return entries

    def mapping_at(self, indent: int) -> Any:
        """Return the mapping that a key at `indent` belongs to."""
        if self.pending:
            if indent > self.pending[0]:
                return self._fill(indent, {})
            self.pending = None
        at, found = self.open_collections[-1]
        # A list may have the same indent as the key that it belongs to.
        while at > indent or (at == indent and type(found) is list):
            self.open_collections.pop()
            at, found = self.open_collections[-1]
        if at != indent or type(found) is not dict:
            raise _UnsupportedError
        return found

    def list_at(self, indent: int) -> Any:
        """Return the list that a dash at `indent` belongs to."""
        if self.pending:
            if indent >= self.pending[0]:
                return self._fill(indent, [])
            self.pending = None
        at, found = self.open_collections[-1]
        while at > indent:
            self.open_collections.pop()
            at, found = self.open_collections[-1]
        if at != indent or type(found) is not list:
            raise _UnsupportedError
        return found

    def _fill(self, indent: int, value: Any) -> Any:
        assert self.pending is not None
        _, entries, key = self.pending
        entries[key] = value
        self.pending = None
        return self.open_collection(indent, value)

    def open_collection(self, indent: int, value: Any) -> Any:
        """Open `value` for entries at `indent`, and return it."""
        if len(self.open_collections) > _MAXIMUM_NESTING:
            raise _UnsupportedError
        self.open_collections.append((indent, value))
        return value


def _value(quoted: str, listed: str, sign: str, block: str, indent: int) -> Any:
    if quoted:
        return quoted[1:-1]
    if sign:
        return _block(sign, block, indent)
    return _list(listed) if listed else _NO_VALUE


def _block(sign: str, block: str, indent: int) -> str:
    """Return the text of a block that belongs to an entry at `indent`."""
    margin = len(block) - len(block.lstrip(" "))
    if margin <= indent or block[margin] == "\n" or _underindented(margin).search(block):
        raise _UnsupportedError
    if " \n" in block and _BLANK.search(block):
        raise _UnsupportedError
    text = block[margin:].replace("\n" + " " * margin, "\n").rstrip("\n")
    if sign[0] == ">":
        if "\n\n" in text or "\n " in text:
            raise _UnsupportedError
        text = text.replace("\n", " ")
    return text if sign[1:] else text + "\n"


@cache
def _underindented(margin: int) -> re.Pattern[str]:
    """Return a pattern for a line that is not empty and begins left of the margin."""
    return re.compile(rf"\n(?! {{{margin}}}|\n|\Z)")


def _plain(written: str) -> Any:
    text = written.rstrip(" ")
    if ": " in text or " #" in text or text[-1] == ":":
        raise _UnsupportedError
    return plain_value(text)


def _list(written: str) -> list[Any]:
    inside = written[1:-1]
    return [_item_value(part) for part in inside.split(",")] if inside.strip(" ") else []


def _item_value(part: str) -> Any:
    match = _ITEM.fullmatch(part)
    if match is None:
        raise _UnsupportedError
    plain, double, single = match.groups()
    if plain is not None:
        return plain_value(plain)
    return single if double is None else double

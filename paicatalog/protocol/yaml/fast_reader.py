"""The YAML that almost every protocol file is made of, read line by line: a tenth of the time that nodes take.

Block mappings and lists, texts on one line (plain or in quotes), `|` and `>` blocks, short `[a, b]`. Everything else,
and all that could be a mistake, is left to `compose.py`, which alone decides what is wrong. That both read the same
values is tested.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from paicatalog.protocol.yaml.scalars import is_word, plain_value

LONGEST = 100_000
"""Characters; a longer file is not what this reader is for."""
_DEEPEST = 30
"""Levels; far fewer than `compose.py` refuses."""

_ASCII = bytes([10, *range(32, 127)])
_UNUSUAL = re.compile("[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010dfff]")
"""What YAML forbids, breaks lines at, or readers treat differently: tabs and carriage returns too."""
_KEY = r"[A-Za-z][A-Za-z0-9_.-]{0,200}"
_LINE = re.compile(
    rf"( *)(- )?(?:({_KEY}):(?: +|(?=\n)))?"
    r"(?:(?:([\w./$~(<+\\=^;][^\n]*|-[^ \n][^\n]*)|(\"[^\"\\\n]*\"|'[^'\n]*') *|(\[[^\n]*\]) *|(?:#[^\n]*)?)\n"
    r"|([|>]-?) *\n((?:\1(?(2)(?(3)  )) [^\n]*\n|\n)*))"
    r"|([^\n]*\n)"
)
"""Indent, dash, key; then a value: plain, in quotes, a list, or the sign of a block and the block; or any other line.

The lines of a block stand further right than its key, or than its dash where there is no key.
"""
_KEY_AT = 2
"""Which of these is the key."""
_DASH = 2
"""Characters: a dash and a space."""
_ITEM = re.compile(r' *(?:([A-Za-z0-9][A-Za-z0-9_.-]*)|"([^"\\]*)"|\'([^\']*)\') *')
_BLANK = re.compile(r"^ +$", re.MULTILINE)
"""A line of spaces: whether it counts depends."""
_NOTHING: Any = object()
"""Stands for the value of a key that has none on its line."""


class _UnusualError(Exception):
    """Something that this reader leaves to the other."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What was read. Nothing in it is escaped: its keys and the words of its texts stand in the source as they are."""

    data: dict[str, Any]
    keys: frozenset[str]
    """All keys, however deep."""


def read_plain(content: bytes, text: str) -> Plain | None:
    """Return the mapping in `text`, the decoded `content`; None where it takes the thorough reader to tell."""
    if len(text) > LONGEST or (content.translate(None, _ASCII) and _UNUSUAL.search(text)):
        return None
    try:
        return _read(text if text.endswith("\n") else text + "\n")
    except _UnusualError:
        return None


def _read(text: str) -> Plain:
    tree = _Tree()
    lines = _LINE.findall(text)
    # Most keys stand below another of the same mapping: that mapping, and how far in it stands; -1 for none.
    entries, column = tree.root, 0
    for indent, dash, key, plain, quoted, listed, sign, block, other in lines:
        if other:
            raise _UnusualError
        at = len(indent) + _DASH if dash and key else len(indent)
        value = _plain(plain) if plain else _value(quoted, listed, sign, block, at)
        if dash:
            entries, column = tree.add_item(len(indent), key, value), -1
        elif at != column and key:
            entries, column = tree.mapping_at(at), at
        if key:
            if key in entries or is_word(key):
                raise _UnusualError
            entries[key] = value
            if value is _NOTHING:
                entries[key], tree.waiting, column = None, (at, entries, key), -1
        elif not dash and value is not _NOTHING:
            raise _UnusualError
    if not tree.root:
        raise _UnusualError
    return Plain(tree.root, frozenset([line[_KEY_AT] for line in lines]))


class _Tree:
    """A mapping that grows line by line."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.open: list[tuple[int, Any]] = [(0, self.root)]
        """What can still be added to: the indent of its entries, and a mapping or a list."""
        self.waiting: tuple[int, dict[str, Any], str] | None = None
        """The key that has no value so far: the indent of its mapping, that mapping, the key."""

    def add_item(self, indent: int, key: str, value: Any) -> dict[str, Any]:
        """Add what a dash at `indent` begins; return the mapping that a key behind the dash belongs to."""
        items = self.list_at(indent)
        entries: dict[str, Any] = {}
        if key:
            items.append(self.opened(indent + _DASH, entries))
        elif value is _NOTHING:
            raise _UnusualError
        else:
            items.append(value)
        return entries

    def mapping_at(self, indent: int) -> Any:
        """Return the mapping that a key at `indent` belongs to."""
        if self.waiting:
            if indent > self.waiting[0]:
                return self._fill(indent, {})
            self.waiting = None
        at, found = self.open[-1]
        # A list may stand as far left as the key that it belongs to.
        while at > indent or (at == indent and type(found) is list):
            self.open.pop()
            at, found = self.open[-1]
        if at != indent or type(found) is not dict:
            raise _UnusualError
        return found

    def list_at(self, indent: int) -> Any:
        """Return the list that a dash at `indent` belongs to."""
        if self.waiting:
            if indent >= self.waiting[0]:
                return self._fill(indent, [])
            self.waiting = None
        at, found = self.open[-1]
        while at > indent:
            self.open.pop()
            at, found = self.open[-1]
        if at != indent or type(found) is not list:
            raise _UnusualError
        return found

    def _fill(self, indent: int, value: Any) -> Any:
        assert self.waiting is not None
        _, entries, key = self.waiting
        entries[key] = value
        self.waiting = None
        return self.opened(indent, value)

    def opened(self, indent: int, value: Any) -> Any:
        """Return `value`, to which entries at `indent` can now be added."""
        if len(self.open) > _DEEPEST:
            raise _UnusualError
        self.open.append((indent, value))
        return value


def _value(quoted: str, listed: str, sign: str, block: str, indent: int) -> Any:
    if quoted:
        return quoted[1:-1]
    if sign:
        return _block(sign, block, indent)
    return _list(listed) if listed else _NOTHING


def _block(sign: str, block: str, indent: int) -> str:
    """Return the text of a block that belongs to an entry at `indent`."""
    margin = len(block) - len(block.lstrip(" "))
    if margin <= indent or block[margin] == "\n" or _further_left(margin).search(block):
        raise _UnusualError
    if " \n" in block and _BLANK.search(block):
        raise _UnusualError
    text = block[margin:].replace("\n" + " " * margin, "\n").rstrip("\n")
    if sign[0] == ">":
        if "\n\n" in text or "\n " in text:
            raise _UnusualError
        text = text.replace("\n", " ")
    return text if sign[1:] else text + "\n"


@cache
def _further_left(margin: int) -> re.Pattern[str]:
    """A line that is not empty and begins left of the margin."""
    return re.compile(rf"\n(?! {{{margin}}}|\n|\Z)")


def _plain(written: str) -> Any:
    text = written.rstrip(" ")
    if ": " in text or " #" in text or text[-1] == ":":
        raise _UnusualError
    return plain_value(text)


def _list(written: str) -> list[Any]:
    inside = written[1:-1]
    return [_listed(part) for part in inside.split(",")] if inside.strip(" ") else []


def _listed(part: str) -> Any:
    match = _ITEM.fullmatch(part)
    if match is None:
        raise _UnusualError
    plain, double, single = match.groups()
    if plain is not None:
        return plain_value(plain)
    return single if double is None else double

"""A YAML document as a tree that includes comments, so that a conversion preserves them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value that is neither a list nor a mapping."""

    value: Any
    source: str | None = None
    """Its text in the file, if that can be reused elsewhere. Lines of a block scalar are not indented."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a mapping or, without a key, an item of a list."""

    key: str | None
    value: "Node"
    above: tuple[str, ...] = ()
    """Comment lines and empty lines before it, without indentation."""
    beside: str = ""
    """The comment at the end of its line, including `#`."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping."""

    entries: tuple[Entry, ...] = ()
    flow: bool = False
    """Whether it is written on one line, in braces."""

    def entry(self, *keys: str) -> Entry | None:
        """Return the first entry that has one of the keys."""
        return next((entry for entry in self.entries if entry.key in keys), None)

    def get(self, *keys: str) -> Any:
        """Return the plain value of the first entry that has one of the keys, or None."""
        found = self.entry(*keys)
        return data_of(found.value) if found else None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    entries: tuple[Entry, ...] = ()
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole document."""

    root: "Node"
    head: tuple[str, ...] = ()
    """Comment lines at the top that belong to the file rather than to its first key."""
    foot: tuple[str, ...] = field(default=())
    """Comment lines after the last entry."""


Node = Scalar | Fields | Items


def data_of(node: Node) -> Any:
    """Return the data of a node."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [data_of(entry.value) for entry in node.entries]
    return {entry.key: data_of(entry.value) for entry in node.entries}


def node_of(data: Any) -> Node:
    """Return the node of plain data, which may contain nodes."""
    if isinstance(data, Scalar | Fields | Items):
        return data
    if isinstance(data, Mapping):
        return Fields(tuple(Entry(str(key), node_of(value)) for key, value in data.items()))
    if isinstance(data, list | tuple):
        return Items(tuple(Entry(None, node_of(value)) for value in data))
    return Scalar(data)


def entry_of(key: str, data: Any, *above: str) -> Entry:
    """Return a new entry of a mapping, with comment lines above it."""
    return Entry(key, node_of(data), above)


def fields(node: Node | None) -> Fields:
    """Return the node if it is a mapping, else an empty mapping."""
    return node if isinstance(node, Fields) else Fields()


def items(node: Node | None) -> tuple[Entry, ...]:
    """Return the items of a list. A single value is treated as a list of one, null as an empty list."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return ()
    return node.entries if isinstance(node, Items) else (Entry(None, node),)


def inlined(entry: Entry) -> tuple[Entry, ...]:
    """Return the entries of the mapping in `entry`, to replace `entry` in its parent. Its comments are kept."""
    inner = fields(entry.value).entries
    if not inner:
        return ()
    above = (*entry.above, *((entry.beside,) if entry.beside else ()))
    return (replace(inner[0], above=(*above, *inner[0].above)), *inner[1:])


def extended(entries: Iterable[Entry], key: str, added: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return the entries of a mapping with `added` merged into the mapping at `key`, which is created if missing."""
    listed = tuple(entries)
    if not added:
        return listed
    new = tuple(entry_of(name, value) for name, value in added.items())
    if not any(entry.key == key and isinstance(entry.value, Fields) for entry in listed):
        return (*listed, Entry(key, Fields(new), ("",) if spaced(listed) else ()))
    return tuple(
        replace(entry, value=Fields(without_repeats((*fields(entry.value).entries, *new))))
        if entry.key == key
        else entry
        for entry in listed
    )


def spaced(entries: Iterable[Entry]) -> bool:
    """Return whether entries are separated by empty lines."""
    return any("" in entry.above for entry in entries)


def without_repeats(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a mapping without those whose key occurs earlier."""
    found: dict[str | None, Entry] = {}
    for entry in entries:
        found.setdefault(entry.key, entry)
    return tuple(found.values())

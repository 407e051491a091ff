"""Places in a document: symbolic (`Place`), until `locate.py` converts them to positions (`Span`)."""

from dataclasses import dataclass
from enum import Enum

Pointer = tuple[str | int, ...]
"""A path into a document: mapping keys and sequence indices from the root; `()` is the root."""


class Part(Enum):
    """The part of a mapping entry that a place refers to."""

    KEY = "key"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Place:
    """A symbolic place in a document."""

    pointer: Pointer
    """Path of the node."""
    part: Part = Part.VALUE
    """The entry's key or its value; a sequence item and the root only have a value."""
    excerpt: str | None = None
    """Narrows the place to the first occurrence of this text in the source of the value."""
    line: int | None = None
    """The line, from 1; overrides `pointer`. For text without nodes, because it does not parse."""
    column: int | None = None
    """With `line`: the column, from 1."""


@dataclass(frozen=True, slots=True)
class Span:
    """A concrete range in a source text. Lines and columns count from 1 (columns in code points); the end is
    exclusive, as in `text[column - 1:end_column - 1]` on one line."""

    line: int
    column: int
    end_line: int
    end_column: int


def json_pointer(pointer: Pointer) -> str:
    """Return `pointer` as a JSON Pointer (RFC 6901); `""` for the root."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in pointer)

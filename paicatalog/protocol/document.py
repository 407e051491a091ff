"""Source files, and documents: their data and problems."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from paicatalog.protocol.component_type import TYPE_BY_NAME, ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import Problem


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of one file as read from disk."""

    path: str
    """The path shown to users: with `/`, relative to the working directory (commands) or to the repository."""
    content: bytes
    """The exact bytes; empty if the file could not be read."""

    @property
    def text(self) -> str:
        """The content as text without a byte order mark; invalid UTF-8 becomes U+FFFD."""
        return self.content.decode("utf-8", errors="replace").removeprefix("\ufeff")


@dataclass(frozen=True, slots=True)
class Document:
    """A source file, its data as the OpenPAI REST server reads it, and its problems.

    Positions are not stored: `locate.py` computes them from the source when a finding needs them.
    """

    source: SourceFile
    data: Any
    """Plain values (dict, list, str, int, float, bool, None, `JavaScriptDate`, bytes for `!!binary`); None
    if the file does not parse. `js_string` formats each as the server does."""
    dialect: Dialect
    problems: tuple[Problem, ...] = ()
    """Everything that the protocol itself refuses; empty for a valid file."""
    keys: frozenset[str] | None = field(default=None, compare=False, repr=False)
    """All keys in the data, at any depth, if the source contains each of them, and each word of a string, verbatim
    (nothing is escaped); None if that is unknown."""
    source_place: Callable[[Place], Place] | None = field(default=None, compare=False, repr=False)
    """If `data` is not that of the source, but corrected: returns the place in the source of a place in `data`."""

    @property
    def valid(self) -> bool:
        """Whether the protocol accepts the file; publishing rules do not change that."""
        return not self.problems

    @property
    def type(self) -> ComponentType | None:
        """The component type; None if it is missing or unknown."""
        found = self.data.get("type") if isinstance(self.data, dict) else None
        return TYPE_BY_NAME.get(found) if isinstance(found, str) else None

    @property
    def name(self) -> str | None:
        """The component's name; None if it is missing or not a string."""
        found = self.data.get("name") if isinstance(self.data, dict) else None
        return found if isinstance(found, str) else None

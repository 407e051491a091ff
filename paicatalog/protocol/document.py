"""A source file and what stands in it."""

from dataclasses import dataclass, field
from typing import Any

from paicatalog.protocol.component_type import TYPE_BY_NAME, ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.problem import Problem


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of one file as they were read."""

    path: str
    """As shown to people: with `/`, relative to where the user stands (commands) or to the repository."""
    content: bytes
    """The exact bytes; empty where the file could not be read."""

    @property
    def text(self) -> str:
        """The content as text without a byte order mark; what is not UTF-8 becomes U+FFFD."""
        return self.content.decode("utf-8", errors="replace").removeprefix("\ufeff")


@dataclass(frozen=True, slots=True)
class Document:
    """A source file, its data as the OpenPAI REST server reads it, and why the protocol refuses it, if so.

    Positions are not kept: `locate.py` makes them from the source when a finding needs them.
    """

    source: SourceFile
    data: Any
    """Plain values (dict, list, str, int, float, bool, None, `JavaScriptDate`, bytes for `!!binary`); None
    where it does not parse. `js_string` prints each as the server does."""
    dialect: Dialect
    problems: tuple[Problem, ...] = ()
    """Everything the protocol itself refuses; empty for a valid file."""
    keys: frozenset[str] | None = field(default=None, compare=False, repr=False)
    """All keys in the data, however deep, where each of them and each word of a text stands in the source as it is
    (nothing was escaped); None where nobody has looked."""

    @property
    def valid(self) -> bool:
        """The protocol's own verdict; publishing rules do not change it."""
        return not self.problems

    @property
    def type(self) -> ComponentType | None:
        """The component type, None where it is missing or no known one."""
        found = self.data.get("type") if isinstance(self.data, dict) else None
        return TYPE_BY_NAME.get(found) if isinstance(found, str) else None

    @property
    def name(self) -> str | None:
        """The component's name as written, None where it has none that is a string."""
        found = self.data.get("name") if isinstance(self.data, dict) else None
        return found if isinstance(found, str) else None

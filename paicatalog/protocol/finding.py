"""A finding: what a rule says of a place in a file, with the position made concrete."""

from dataclasses import dataclass
from enum import StrEnum

from paicatalog.protocol.place import Place, Pointer, Span


class Severity(StrEnum):
    """How much a finding weighs: an error is what the platform refuses or what must never be published,
    a warning what the written spec or another official client refuses, or most likely a mistake."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def fails(self, *, strict: bool) -> bool:
        """Return whether what weighs this much fails the gate: an error does, a warning where it is strict."""
        return self is Severity.ERROR or (strict and self is Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Violation:
    """What a rule yields: a symbolic place and the words."""

    place: Place
    message: str
    """One sentence: the thing, then what is wrong."""
    hint: str = ""
    """What to type or do instead; empty where there is nothing to add."""
    related: tuple[tuple[str, Place, str], ...] = ()
    """Other places that belong to it: (path of the file, place, label)."""


@dataclass(frozen=True, slots=True)
class Related:
    """A further position of a finding."""

    path: str
    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation of one rule at one position of one file."""

    rule: str
    """The rule's id, kebab-case."""
    severity: Severity
    path: str
    pointer: Pointer
    span: Span
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()

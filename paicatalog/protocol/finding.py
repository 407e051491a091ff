"""Violations, which rules yield at symbolic places, and findings, which have concrete positions."""

from dataclasses import dataclass
from enum import StrEnum

from paicatalog.protocol.place import Place, Pointer, Span


class Severity(StrEnum):
    """The severity of a finding: an error is something that the platform refuses or that must never be published,
    a warning is something that the written spec or another official client refuses, or most likely a mistake."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def fails(self, *, strict: bool) -> bool:
        """Return whether a finding of this severity fails validation: an error does, a warning only if `strict`."""
        return self is Severity.ERROR or (strict and self is Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Violation:
    """What a rule yields: a symbolic place and a message."""

    place: Place
    message: str
    """One sentence: the subject, then what is wrong with it."""
    hint: str = ""
    """What to type or do instead; empty if there is nothing to add."""
    related: tuple[tuple[str, Place, str], ...] = ()
    """Other places that belong to the violation: (path of the file, place, label)."""


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

"""Checked files in the form that reports read: findings and excerpts without secrets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.place import Span, json_pointer
from paicatalog.publishing.excerpt import excerpt
from paicatalog.rules.check import CheckedFile
from paicatalog.rules.secret_words import hide, secret_words


@dataclass(frozen=True)
class ReportedFile:
    """One file of a report. The messages and hints of its findings contain no secrets."""

    path: str
    valid: bool
    """Whether the protocol accepts it."""
    findings: tuple[Finding, ...]
    """Sorted by position."""
    _document: Document

    @property
    def type(self) -> ComponentType | None:
        return self._document.type

    @property
    def dialect(self) -> Dialect:
        return self._document.dialect

    @property
    def name(self) -> str | None:
        """The component's name; None if the file states none."""
        name = self._document.name
        return hide(name, self._secrets) if name else name

    def pointer(self, finding: Finding) -> str:
        """Return the place of one of the file's findings as a JSON Pointer."""
        return hide(json_pointer(finding.pointer), self._secrets)

    def excerpt(self, span: Span) -> tuple[str, int, int]:
        """Return the first line of a span, and the columns (from 1, end exclusive) of the span in it."""
        return excerpt(self._document, span)

    @cached_property
    def _secrets(self) -> tuple[str, ...]:
        return tuple(secret_words(self._document))


def reported_files(checked: Iterable[CheckedFile]) -> tuple[ReportedFile, ...]:
    """Return checked files in the form that reports read, in the same order."""
    return tuple(_reported(checked))


def _reported(checked: Iterable[CheckedFile]) -> Iterator[ReportedFile]:
    for file in checked:
        document = file.document
        yield ReportedFile(document.source.path, document.valid, file.findings, document)

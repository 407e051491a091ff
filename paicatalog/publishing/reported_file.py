"""Checked files in the form that reports read: findings and excerpts without secrets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.protocol.place import Span, json_pointer
from paicatalog.publishing.excerpt import excerpt
from paicatalog.publishing.masking import found_secrets
from paicatalog.publishing.published_findings import without_secrets
from paicatalog.publishing.secret_search import SecretSearch
from paicatalog.rules.check import CheckedFile


@dataclass(frozen=True)
class ReportedFile:
    """One file of a report. The messages and hints of its findings contain no secrets."""

    _checked: CheckedFile

    @property
    def path(self) -> str:
        return self._document.source.path

    @property
    def valid(self) -> bool:
        """Whether the protocol accepts it."""
        return self._document.valid

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Sorted by position."""
        return without_secrets(self._checked.findings, self._search) if self._checked.findings else ()

    @property
    def severities(self) -> Iterator[Severity]:
        """The severity of each finding: counting them takes no masking."""
        return (finding.severity for finding in self._checked.findings)

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
        return self._search.masked(name) if name and self._search else name

    def pointer(self, finding: Finding) -> str:
        """Return the place of one of the file's findings as a JSON Pointer."""
        return json_pointer(finding.pointer)

    def excerpt(self, span: Span) -> tuple[str, int, int]:
        """Return the first line of a span, and the columns (from 1, end exclusive) of the span in it."""
        return excerpt(self._document, span)

    @property
    def _document(self) -> Document:
        return self._checked.document

    @cached_property
    def _search(self) -> SecretSearch | None:
        """Finds the secrets of the file; None if it has none."""
        secrets = found_secrets(self._document)
        return secrets.search if secrets else None


def reported_files(checked: Iterable[CheckedFile]) -> tuple[ReportedFile, ...]:
    """Return checked files in the form that reports read, in the same order."""
    return tuple(map(ReportedFile, checked))

"""Checked files in the form that reports read: findings and excerpts without secrets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.place import Span, json_pointer
from paicatalog.publishing.excerpt import excerpt
from paicatalog.publishing.masking import found_secrets
from paicatalog.publishing.published_findings import without_secrets
from paicatalog.publishing.secret_search import SecretSearch
from paicatalog.rules.check import CheckedFile


@dataclass(frozen=True)
class ReportedFile:
    """One file of a report. The messages and hints of its findings contain no secrets."""

    path: str
    valid: bool
    """Whether the protocol accepts it."""
    findings: tuple[Finding, ...]
    """Sorted by position."""
    _document: Document
    _search: SecretSearch | None
    """Finds the secrets of the file; None if it has none."""

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


def reported_files(checked: Iterable[CheckedFile]) -> tuple[ReportedFile, ...]:
    """Return checked files in the form that reports read, in the same order."""
    return tuple(_reported(checked))


def _reported(checked: Iterable[CheckedFile]) -> Iterator[ReportedFile]:
    for file in checked:
        document = file.document
        secrets = found_secrets(document) if file.findings else None
        search = secrets.search if secrets else None
        findings = without_secrets(file.findings, search)
        yield ReportedFile(document.source.path, document.valid, findings, document, search)

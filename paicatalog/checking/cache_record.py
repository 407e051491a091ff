"""Serialization of checked files, for the cache on disk and for sending results between processes.

Records are written and read by the same program under the same Python, so they use marshal: it is read twice and
written ten times as fast as JSON. It supports plain values only.
"""

import marshal
from collections.abc import Iterable
from typing import Any

from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding, Related, Severity
from paicatalog.protocol.place import Span
from paicatalog.rules.check import CheckedFile


def to_record(file: CheckedFile) -> bytes | None:
    """Return a record from which `from_record`, given the source, restores the checked file.

    Return None if the document has problems or its data contains values that marshal does not support, such as dates.
    Few files do.
    """
    document = file.document
    if document.problems:
        return None
    try:
        return marshal.dumps([str(document.dialect), document.data, findings_to_plain(file.findings)])
    except ValueError:
        return None


def from_record(source: SourceFile, record: bytes) -> CheckedFile:
    """Restore the checked file of a record."""
    dialect, data, findings = marshal.loads(record)
    return CheckedFile(Document(source, data, Dialect(dialect)), findings_from_plain(findings))


def findings_to_plain(findings: Iterable[Finding]) -> list[Any]:
    """Return findings as values that marshal supports."""
    return [_to_plain(finding) for finding in findings]


def findings_from_plain(plain: Iterable[Any]) -> tuple[Finding, ...]:
    """Return the findings that `findings_to_plain` converted."""
    return tuple([_from_plain(each) for each in plain])


def _to_plain(finding: Finding) -> list[Any]:
    return [
        finding.rule,
        str(finding.severity),
        finding.path,
        finding.pointer,
        _plain_span(finding.span),
        finding.message,
        finding.hint,
        [[related.path, _plain_span(related.span), related.label] for related in finding.related],
    ]


def _from_plain(plain: list[Any]) -> Finding:
    rule, severity, path, pointer, span, message, hint, related = plain
    others = tuple(Related(other, Span(*at), label) for other, at, label in related)
    return Finding(rule, Severity(severity), path, pointer, Span(*span), message, hint, others)


def _plain_span(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]

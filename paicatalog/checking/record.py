"""A checked file as bytes: for the memory on disk and for the way from one process to another."""

import json
from typing import Any

from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding, Related, Severity
from paicatalog.protocol.place import Span
from paicatalog.rules.check import CheckedFile


def to_record(file: CheckedFile) -> bytes | None:
    """Return what `from_record` makes the file of again, given its source.

    None where JSON cannot tell it: the protocol refuses the file, or it holds dates or binary data. Few files do.
    """
    document = file.document
    if document.problems:
        return None
    try:
        return _write([document.dialect, document.data, [*map(finding_to_plain, file.findings)]]).encode()
    except (TypeError, ValueError, RecursionError):
        return None


def from_record(source: SourceFile, record: bytes) -> CheckedFile:
    """Return the checked file that a record tells of."""
    dialect, data, findings = json.loads(record)
    return CheckedFile(Document(source, data, Dialect(dialect)), tuple(map(finding_from_plain, findings)))


def finding_to_plain(finding: Finding) -> list[Any]:
    """Return a finding as lists that JSON takes."""
    return [
        finding.rule,
        finding.severity,
        finding.path,
        finding.pointer,
        _plain_span(finding.span),
        finding.message,
        finding.hint,
        [[related.path, _plain_span(related.span), related.label] for related in finding.related],
    ]


def finding_from_plain(plain: list[Any]) -> Finding:
    """Return the finding of `finding_to_plain`."""
    rule, severity, path, pointer, span, message, hint, related = plain
    others = tuple(Related(other, Span(*at), label) for other, at, label in related)
    return Finding(rule, Severity(severity), path, tuple(pointer), Span(*span), message, hint, others)


def _plain_span(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


_write = json.JSONEncoder(separators=(",", ":")).encode

"""The record of a checked file in the cache: its dialect and its findings, which contain no secrets.

The data of the file is not in it, and so no secret either, of whatever kind: it is read again from the file when
something asks for it. A run in which nothing has changed does not, and is faster without it.
"""

from typing import Any

from paicatalog.checking.plain_findings import findings_from_plain, findings_to_plain, texts_of
from paicatalog.checking.unread_document import UnreadDocument
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import SourceFile
from paicatalog.publishing.masking import found_secrets
from paicatalog.rules.check import CheckedFile


def to_record(file: CheckedFile) -> Any:
    """Return a record from which `from_record`, given the source, restores the checked file.

    Return None if the document has problems, which few files have, or a finding contains a secret of it.
    """
    document = file.document
    if document.problems or (file.findings and _contain_secret(file)):
        return None
    return [str(document.dialect), findings_to_plain(file.findings, {document.source.path: 0})]


def _contain_secret(file: CheckedFile) -> bool:
    secrets = found_secrets(file.document)
    return secrets is not None and any(secrets.search.intervals(text) for text in texts_of(file.findings))


def from_record(source: SourceFile, record: Any) -> CheckedFile | None:
    """Restore the checked file of a record. Return None if it is None, or not what `to_record` returned."""
    try:
        dialect, findings = record
        return CheckedFile(UnreadDocument.of(source, Dialect(dialect)), findings_from_plain(findings, [source.path]))
    except (TypeError, ValueError, IndexError):
        return None

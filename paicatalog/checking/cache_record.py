"""The record of a checked file in the cache: its dialect and its findings, which contain no secrets.

The data of the file is not in it, and so no secret either, of whatever kind: it is read again from the file when
something asks for it. A run in which nothing has changed does not, and is faster without it.
"""

from typing import Any

from paicatalog.checking.plain_findings import findings_from_plain, findings_to_plain
from paicatalog.checking.unread_document import UnreadDocument
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.place import json_pointer
from paicatalog.rules.check import CheckedFile
from paicatalog.rules.secret_words import hide, secret_words


def to_record(file: CheckedFile) -> Any:
    """Return a record from which `from_record`, given the source, restores the checked file.

    Return None if the document has problems, which few files have, or a finding's pointer contains a secret.
    """
    document = file.document
    if document.problems:
        return None
    pointers = [json_pointer(finding.pointer) for finding in file.findings]
    if pointers and any(hide(pointer, secret_words(document)) != pointer for pointer in pointers):
        return None
    return [str(document.dialect), findings_to_plain(file.findings, {document.source.path: 0})]


def from_record(source: SourceFile, record: Any) -> CheckedFile | None:
    """Restore the checked file of a record. Return None if it is None, or not what `to_record` returned."""
    try:
        dialect, findings = record
        return CheckedFile(UnreadDocument.of(source, Dialect(dialect)), findings_from_plain(findings, [source.path]))
    except (TypeError, ValueError, IndexError):
        return None

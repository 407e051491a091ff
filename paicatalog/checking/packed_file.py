"""Checked files as bytes, for sending them from a worker process to the process that started it.

Both run the same program, so the bytes are of marshal, which is faster than JSON and smaller than pickle. It supports
plain values only, and must read nothing that another program wrote.
"""

import marshal

from paicatalog.checking.plain_findings import findings_from_plain, findings_to_plain
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.rules.check import CheckedFile


def pack(file: CheckedFile) -> bytes | None:
    """Return the bytes from which `unpack`, given the source, restores the checked file.

    Return None if the document has problems or its data contains values that marshal does not support, such as dates.
    Few files do.
    """
    document = file.document
    if document.problems:
        return None
    findings = findings_to_plain(file.findings, {document.source.path: 0})
    try:
        return marshal.dumps([str(document.dialect), document.data, findings])
    except ValueError:
        return None


def unpack(source: SourceFile, packed: bytes) -> CheckedFile:
    """Restore a checked file."""
    # The bytes come from a process that runs this program.
    dialect, data, findings = marshal.loads(packed)  # noqa: S302
    return CheckedFile(Document(source, data, Dialect(dialect)), findings_from_plain(findings, [source.path]))

"""Findings of the rules for the whole catalog, cached until one of its files changes."""

import json
import marshal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from paicatalog.checking.cache import Cache, content_digest
from paicatalog.checking.cache_record import findings_from_plain, findings_to_plain
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.rules.check import CheckedFile, sort_findings

Findings = Mapping[str, tuple[Finding, ...]]
_RECORD_NAME = ""
"""The name of the record in the cache. No file has this path."""


def cached_findings(
    sources: Iterable[SourceFile | Document], find: Callable[[], Findings], *, cache: Cache | None
) -> Findings:
    """Return the findings of `find`, by path, from the cache if it was last called for exactly these files.

    The cache is not used if a source is a Document, that is, a file that could not be read.
    """
    listed = list(sources)
    readable = [source for source in listed if isinstance(source, SourceFile)]
    if cache is None or len(readable) < len(listed):
        return find()
    digests = sorted((source.path, content_digest(source)) for source in readable)
    digest = content_digest(SourceFile(_RECORD_NAME, json.dumps(digests).encode()))
    record = cache.get(_RECORD_NAME, digest)
    findings = _from_record(record) if record else find()
    cache.put(_RECORD_NAME, digest, record or _to_record(findings))
    return findings


def with_catalog_findings(files: Iterable[CheckedFile], catalog_findings: Findings) -> tuple[CheckedFile, ...]:
    """Return the files sorted by path, with the catalog's findings added to those of the single files."""
    by_path = sorted(files, key=lambda file: file.document.source.path)
    return tuple(_with_findings(file, catalog_findings.get(file.document.source.path, ())) for file in by_path)


def _with_findings(file: CheckedFile, findings: tuple[Finding, ...]) -> CheckedFile:
    return replace(file, findings=sort_findings((*file.findings, *findings))) if findings else file


def _to_record(findings: Findings) -> bytes:
    return marshal.dumps({path: findings_to_plain(found) for path, found in findings.items()})


def _from_record(record: bytes) -> Findings:
    return {path: findings_from_plain(found) for path, found in marshal.loads(record).items()}

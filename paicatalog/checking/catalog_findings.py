"""Findings of the rules for the whole catalog, cached until one of its files changes."""

import json
import marshal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from paicatalog.checking.cache import Memory, mark_of
from paicatalog.checking.cache_record import findings_from_plain, findings_to_plain
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.rules.check import CheckedFile, sort_findings

Findings = Mapping[str, tuple[Finding, ...]]
_NAME = ""
"""The name of the record in the cache. No file has this path."""


def found_together(
    sources: Iterable[SourceFile | Document], find: Callable[[], Findings], *, memory: Memory | None
) -> Findings:
    """Return the findings of `find`, by path, from the cache if it was last called for exactly these files.

    The cache is not used if a source is a Document, that is, a file that could not be read.
    """
    listed = list(sources)
    readable = [source for source in listed if isinstance(source, SourceFile)]
    if memory is None or len(readable) < len(listed):
        return find()
    mark = mark_of(SourceFile(_NAME, json.dumps(sorted((each.path, mark_of(each)) for each in readable)).encode()))
    record = memory.recall(_NAME, mark)
    findings = _opened(record) if record else find()
    memory.keep(_NAME, mark, record or _record(findings))
    return findings


def joined(files: Iterable[CheckedFile], together: Findings) -> tuple[CheckedFile, ...]:
    """Return the files sorted by path, with the catalog's findings added to those of the single files."""
    by_path = sorted(files, key=lambda file: file.document.source.path)
    return tuple(_with(file, together.get(file.document.source.path, ())) for file in by_path)


def _with(file: CheckedFile, findings: tuple[Finding, ...]) -> CheckedFile:
    return replace(file, findings=sort_findings((*file.findings, *findings))) if findings else file


def _record(findings: Findings) -> bytes:
    return marshal.dumps({path: findings_to_plain(found) for path, found in findings.items()})


def _opened(record: bytes) -> Findings:
    return {path: findings_from_plain(found) for path, found in marshal.loads(record).items()}

"""Findings of the rules for the whole catalog, cached until one of its files changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from paicatalog.checking.cache import Cache
from paicatalog.checking.plain_findings import findings_from_plain, findings_to_plain, texts_of
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.publishing.published_git import without_credentials
from paicatalog.rules.check import CheckedFile, sort_findings

Findings = Mapping[str, tuple[Finding, ...]]


def cached_findings(
    sources: Iterable[SourceFile | Document], find: Callable[[], Findings], *, cache: Cache | None
) -> Findings:
    """Return the findings of `find`, by path, from the cache if it was last called for exactly these files.

    The cache is not used if a source is a Document, that is, a file that could not be read, or if a finding contains a
    credential.
    """
    listed = list(sources)
    readable = [source for source in listed if isinstance(source, SourceFile)]
    if cache is None or len(readable) < len(listed):
        return find()
    paths = sorted(source.path for source in readable)
    name = cache.name_of_all(map(cache.name, readable))
    record = cache.get(name)
    findings = _from_record(record, paths)
    if findings is None:
        findings = find()
        record = _to_record(findings, paths)
        if any(without_credentials(text) != text for found in findings.values() for text in texts_of(found)):
            return findings
    cache.put(name, record)
    return findings


def with_catalog_findings(files: Iterable[CheckedFile], catalog_findings: Findings) -> tuple[CheckedFile, ...]:
    """Return the files sorted by path, with the catalog's findings added to those of the single files."""
    by_path = sorted(files, key=lambda file: file.document.source.path)
    return tuple(_with_findings(file, catalog_findings.get(file.document.source.path, ())) for file in by_path)


def _with_findings(file: CheckedFile, findings: tuple[Finding, ...]) -> CheckedFile:
    return replace(file, findings=sort_findings((*file.findings, *findings))) if findings else file


def _to_record(findings: Findings, paths: Sequence[str]) -> Any:
    indexes = {path: index for index, path in enumerate(paths)}
    return [[indexes[path], findings_to_plain(found, indexes)] for path, found in findings.items()]


def _from_record(record: Any, paths: Sequence[str]) -> Findings | None:
    with suppress(TypeError, ValueError, IndexError):
        return {paths[index]: findings_from_plain(found, paths) for index, found in record}
    return None

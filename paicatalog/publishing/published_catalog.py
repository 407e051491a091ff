"""The catalog without literal secrets, its findings, the self-contained files of its jobs, and earlier versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NewType

from paicatalog.catalog.bundle import bundle_text, needs_bundling
from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Component
from paicatalog.catalog.git.history import FileHistory
from paicatalog.catalog.linking import build_catalog
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.read import parse
from paicatalog.publishing.masking import found_secrets, masked, masked_versions
from paicatalog.publishing.published_findings import publish_findings
from paicatalog.publishing.published_git import publish_history, published_paths

PublishedCatalog = NewType("PublishedCatalog", Catalog)
"""A catalog in which no document contains a literal secret; only `publish_catalog` makes one."""


_NO_FINDINGS: Mapping[str, tuple[Finding, ...]] = {}


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that exists only in published form."""

    source: SourceFile
    data: Any
    """The content of `source` as data."""


@dataclass(frozen=True, slots=True)
class Published:
    """A catalog and its findings, without secrets. Paths that contain one are replaced in both."""

    catalog: PublishedCatalog
    findings: Mapping[str, tuple[Finding, ...]]
    """Findings by path."""


def publish_catalog(
    catalog: Catalog,
    histories: Mapping[str, FileHistory],
    findings: Mapping[str, tuple[Finding, ...]] = _NO_FINDINGS,
) -> Published:
    """Return the catalog with every literal secret masked, in its files and in what Git says of them.

    `histories` are those that it was built with, by path.
    """
    documents, searches = [], {}
    for document in catalog.documents:
        documents.append(publish_document(document))
        if secrets := found_secrets(document):
            searches[document.source.path] = secrets.search
    paths = published_paths((document.source.path for document in documents), searches)
    published = [_moved(document, paths) for document in documents]
    told = {path: publish_history(history, searches.get(path)) for path, history in histories.items()}
    unchanged = all(now is then for now, then in zip(published, catalog.documents, strict=True))
    if not unchanged or any(told[path] is not history for path, history in histories.items()):
        catalog = build_catalog(published, {paths.get(path, path): history for path, history in told.items()})
    return Published(PublishedCatalog(catalog), publish_findings(findings, searches, paths))


def publish_document(document: Document) -> Document:
    """Return the document with every literal secret masked; the same object if it contains none."""
    return masked(document)


def publish_versions(sources: Sequence[SourceFile]) -> tuple[str, ...]:
    """Return the texts of several versions of one file; a secret of one version is masked in all of them."""
    return masked_versions(sources)


def bundled_file(job: Component, catalog: PublishedCatalog) -> PublishedFile | None:
    """Return a job's file with its shared components inlined; None if its own file is self-contained."""
    if job.type is not ComponentType.JOB or not job.valid or not needs_bundling(job, catalog):
        return None
    source = SourceFile(job.path or "", bundle_text(job, catalog).encode("utf-8", "replace"))
    found = masked(parse(source))
    return PublishedFile(found.source, found.data)


def _moved(document: Document, paths: Mapping[str, str]) -> Document:
    path = paths.get(document.source.path)
    return replace(document, source=replace(document.source, path=path)) if path else document

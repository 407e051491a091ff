"""The catalog without literal secrets, the self-contained files of its jobs, and earlier versions of its files."""

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
from paicatalog.protocol.read import parse
from paicatalog.publishing.masking import masked, masked_versions

PublishedCatalog = NewType("PublishedCatalog", Catalog)
"""A catalog in which no document contains a literal secret; only `publish_catalog` makes one."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that exists only in published form."""

    source: SourceFile
    data: Any
    """The content of `source` as data."""


def publish_catalog(catalog: Catalog, histories: Mapping[str, FileHistory]) -> PublishedCatalog:
    """Return the catalog with every literal secret masked; `histories` are those that it was built with, by path."""
    documents = [publish_document(document) for document in catalog.documents]
    unchanged = all(now is then for now, then in zip(documents, catalog.documents, strict=True))
    return PublishedCatalog(catalog if unchanged else build_catalog(documents, histories))


def publish_document(document: Document) -> Document:
    """Return the document with every literal secret masked; the same object if it contains none."""
    found = masked(document.source, document.data)
    return replace(document, source=found.source, data=found.data) if found.changed else document


def publish_versions(sources: Sequence[SourceFile]) -> tuple[str, ...]:
    """Return the texts of several versions of one file; a secret of one version is masked in all of them."""
    return masked_versions(sources)


def bundled_file(job: Component, catalog: PublishedCatalog) -> PublishedFile | None:
    """Return a job's file with its shared components inlined; None if its own file is self-contained."""
    if job.type is not ComponentType.JOB or not job.valid or not needs_bundling(job, catalog):
        return None
    source = SourceFile(job.path or "", bundle_text(job, catalog).encode("utf-8", "replace"))
    found = masked(source, parse(source).data)
    return PublishedFile(found.source, found.data)

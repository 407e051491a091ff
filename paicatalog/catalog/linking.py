"""Building the catalog from documents: identities, links, derived components and lineage."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from paicatalog.catalog.catalog import Catalog, Link, LinkKind
from paicatalog.catalog.component import Component, Identity, Prerequisite
from paicatalog.catalog.derived_component import derive
from paicatalog.catalog.embedded_prerequisite import prerequisites_of
from paicatalog.catalog.git.history import FileHistory
from paicatalog.catalog.lineage import flows_of
from paicatalog.catalog.version import version_key, version_text
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,255}")
"""Names that the protocol accepts. A component needs one, since addresses of pages are made of it."""
_NO_HISTORY: Mapping[str, FileHistory] = {}


def build_catalog(documents: Sequence[Document], histories: Mapping[str, FileHistory] = _NO_HISTORY) -> Catalog:
    """Return the catalog of `documents`; `histories` maps their paths to Git histories.

    The result does not depend on the order of `documents`.
    """
    ordered = tuple(sorted(documents, key=lambda document: document.source.path))
    shared, duplicates = _identified(ordered, histories)
    targets = _Targets.of(shared)
    jobs = [component for component in shared if component.type is ComponentType.JOB]
    links = [targets.link(job.identity, item) for job in jobs for item in prerequisites_of(job)]
    refused = {job.identity for job in jobs if not job.valid}
    if assets := derive(_unmatched(links, refused), taken=targets.by_identity):
        targets = _Targets.of([*shared, *assets])
        links = [targets.link(link.job, link.prerequisite) for link in links]
    return Catalog(
        components=targets.components,
        documents=ordered,
        links=tuple(links),
        flows=flows_of(links, targets.by_identity),
        duplicates=tuple(duplicates),
    )


def _identified(
    documents: Iterable[Document], histories: Mapping[str, FileHistory]
) -> tuple[list[Component], list[tuple[Component, Component]]]:
    found: dict[Identity, Component] = {}
    duplicates = []
    for document in documents:
        if (component := _component(document, histories)) is None:
            continue
        first = found.setdefault(component.identity, component)
        if first is not component:
            duplicates.append((first, component))
    return list(found.values()), duplicates


def _component(document: Document, histories: Mapping[str, FileHistory]) -> Component | None:
    if document.type is None or document.name is None or not _NAME.fullmatch(document.name):
        return None
    return Component(
        Identity(document.type, document.name, version_text(document.data.get("version"))),
        document.data,
        document,
        histories.get(document.source.path),
        document.valid,
    )


@dataclass(frozen=True, slots=True)
class _Targets:
    """The components that an embedded component can link to, with indexes."""

    components: tuple[Component, ...]
    by_identity: Mapping[Identity, Component]
    by_name: Mapping[tuple[ComponentType, str], list[Component]]
    """Shared components before derived ones, each newest first."""
    by_uris: Mapping[tuple[ComponentType, tuple[str, ...]], Component]

    @classmethod
    def of(cls, components: Iterable[Component]) -> "_Targets":
        place = {kind: place for place, kind in enumerate(ComponentType)}
        ordered = sorted(components, key=lambda part: version_key(part.version), reverse=True)
        ordered.sort(key=lambda part: (place[part.identity.type], part.identity.name, part.document is None))
        by_name: dict[tuple[ComponentType, str], list[Component]] = {}
        by_uris: dict[tuple[ComponentType, tuple[str, ...]], Component] = {}
        for part in ordered:
            kind = part.identity.type
            by_name.setdefault((kind, part.identity.name), []).append(part)
            if part.uris:
                by_uris.setdefault((kind, part.uris), part)
        return cls(tuple(ordered), {part.identity: part for part in ordered}, by_name, by_uris)

    def link(self, job: Identity, item: Prerequisite) -> Link:
        uris = item.uris
        if named := self._named(item):
            differs = bool(uris and named.uris and uris != named.uris)
            bare = item.bare and named.document is not None
            return Link(job, item, named.identity, LinkKind.NAME, differs, bare)
        if uris and (same := self.by_uris.get((item.identity.type, uris))):
            return Link(job, item, same.identity, LinkKind.URI)
        return Link(job, item, None)

    def _named(self, item: Prerequisite) -> Component | None:
        """Return the component with the name of an embedded component: the one of its version if both have one, else
        the one with its URI, else the newest. A derived component matches only if it has the same URIs."""
        kind, name, wanted = item.identity
        fitting = [
            part
            for part in self.by_name.get((kind, name), ())
            if (part.document or part.uris == item.uris)
            and (wanted is None or part.version is None or part.version == wanted)
        ]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        same = (part for part in fitting if part.uris == item.uris)
        exact = (part for part in fitting if part.version == wanted)
        return next(exact if wanted is not None else same, None) or next(iter(fitting), None)


def _unmatched(links: Iterable[Link], refused: Container[Identity]) -> Iterator[tuple[Identity, Prerequisite]]:
    """Yield (job, embedded component) of links without a target, except in jobs that are `refused` as invalid."""
    for link in links:
        if link.target is None and link.prerequisite.uris and link.job not in refused:
            yield link.job, link.prerequisite

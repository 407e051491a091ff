"""The catalog: every component, every file and every link, as one immutable value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from paicatalog.catalog.component import Component, Identity, Prerequisite
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document

Item = TypeVar("Item")


class LinkKind(StrEnum):
    """How an embedded component was matched with the component it links to."""

    NAME = "name"
    """Same type and name (and version, if both have one)."""
    URI = "uri"
    """Same type and URI, another name."""


@dataclass(frozen=True, slots=True)
class Link:
    """An embedded component of a job and the component that it matches."""

    job: Identity
    prerequisite: Prerequisite
    target: Identity | None
    """The shared or derived component; None if nothing matches. It is then shown on the page of its job only."""
    kind: LinkKind | None = None
    """None without a target."""
    drift: bool = False
    """Whether it has the name of the target, but another URI."""
    filled: bool = False
    """Whether it has no body and takes that of the target. The job must then be bundled to run."""


@dataclass(frozen=True, slots=True)
class Flow:
    """An edge of the lineage: an output of one job that is data of another."""

    producer: Identity
    """A job."""
    output: Prerequisite
    consumer: Identity
    """Another job."""
    data: Prerequisite


@dataclass(frozen=True)
class Catalog:
    """All components and the links between them. Built by `build_catalog` (`linking.py`)."""

    components: tuple[Component, ...]
    """Shared and derived components, sorted by type and name, newest version first."""
    documents: tuple[Document, ...]
    """Every scanned file, sorted by path, including those that are not usable components."""
    links: tuple[Link, ...]
    """Grouped by job, in the order of its `prerequisites`."""
    flows: tuple[Flow, ...]
    duplicates: tuple[tuple[Component, Component], ...] = ()
    """Pairs of files with the same identity: (first by path, later one). The later one is not in `components`."""

    def get(self, identity: Identity) -> Component | None:
        """Return the component with this type, name and version, or None."""
        return self._by_identity.get(identity)

    def newest(self, type_: ComponentType, name: str) -> Component | None:
        """Return the newest version of a component, or None."""
        return next(iter(self.versions_of(type_, name)), None)

    def versions_of(self, type_: ComponentType, name: str) -> tuple[Component, ...]:
        """Return the versions of a component: shared ones before derived ones, each newest first."""
        return self._versions.get((type_, name), ())

    def of_type(self, type_: ComponentType) -> tuple[Component, ...]:
        """Return the components of a type, sorted by name, newest version first."""
        return self._of_type.get(type_, ())

    def uses(self, job: Identity) -> tuple[Link, ...]:
        """Return the links of a job, in the order of its `prerequisites`."""
        return self._uses.get(job, ())

    def used_by(self, target: Identity) -> tuple[Link, ...]:
        """Return the links to a component."""
        return self._used_by.get(target, ())

    def produces(self, job: Identity) -> tuple[Flow, ...]:
        """Return the flows from a job to other jobs."""
        return self._produces.get(job, ())

    def consumes(self, job: Identity) -> tuple[Flow, ...]:
        """Return the flows from other jobs to a job."""
        return self._consumes.get(job, ())

    @cached_property
    def unusable(self) -> tuple[Document, ...]:
        """The files that are not components, because they have no known type or no usable name."""
        usable = {part.path for part in self.components} | {second.path for _, second in self.duplicates}
        return tuple(document for document in self.documents if document.source.path not in usable)

    @cached_property
    def _by_identity(self) -> Mapping[Identity, Component]:
        return {component.identity: component for component in self.components}

    @cached_property
    def _versions(self) -> Mapping[tuple[ComponentType, str], tuple[Component, ...]]:
        return _grouped(self.components, lambda component: (component.type, component.name))

    @cached_property
    def _of_type(self) -> Mapping[ComponentType, tuple[Component, ...]]:
        return _grouped(self.components, lambda component: component.type)

    @cached_property
    def _uses(self) -> Mapping[Identity, tuple[Link, ...]]:
        return _grouped(self.links, lambda link: link.job)

    @cached_property
    def _used_by(self) -> Mapping[Identity | None, tuple[Link, ...]]:
        return _grouped(self.links, lambda link: link.target)

    @cached_property
    def _produces(self) -> Mapping[Identity, tuple[Flow, ...]]:
        return _grouped(self.flows, lambda flow: flow.producer)

    @cached_property
    def _consumes(self) -> Mapping[Identity, tuple[Flow, ...]]:
        return _grouped(self.flows, lambda flow: flow.consumer)


Key = TypeVar("Key")


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> Mapping[Key, tuple[Item, ...]]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(group) for name, group in groups.items()}

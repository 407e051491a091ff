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
    """Why an embedded prerequisite is the component it links to."""

    NAME = "name"
    """Same type and name (and version, where both state one)."""
    URI = "uri"
    """Same type and URI under another name."""


@dataclass(frozen=True, slots=True)
class Link:
    """A job's embedded prerequisite and the component it stands for."""

    job: Identity
    prerequisite: Prerequisite
    target: Identity | None
    """The shared component or derived asset; None where it matches nothing and stays on its job's page."""
    kind: LinkKind | None = None
    """None without a target."""
    drift: bool = False
    """Same name as the target, but another URI."""
    filled: bool = False
    """The prerequisite gives no body; it takes it from the target (the file needs bundling to run)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Lineage: what one job produces another consumes."""

    producer: Identity
    """A job."""
    output: Prerequisite
    consumer: Identity
    """Another job."""
    data: Prerequisite


@dataclass(frozen=True)
class Catalog:
    """All components and how they belong together. Build it with `build_catalog` (link.py)."""

    components: tuple[Component, ...]
    """Shared components and derived assets by type and name, the newest version first."""
    documents: tuple[Document, ...]
    """Every scanned file by path, those that are no usable component included."""
    links: tuple[Link, ...]
    """By job, in the order of its prerequisites."""
    flows: tuple[Flow, ...]
    duplicates: tuple[tuple[Component, Component], ...] = ()
    """Files that repeat an identity: (the first by path, the repeated one). The second is not in `components`."""

    def get(self, identity: Identity) -> Component | None:
        """Return the component of that type, name and version, None where there is none."""
        return self._by_identity.get(identity)

    def newest(self, type_: ComponentType, name: str) -> Component | None:
        """Return the newest version of a component, None where there is none."""
        return next(iter(self.versions_of(type_, name)), None)

    def versions_of(self, type_: ComponentType, name: str) -> tuple[Component, ...]:
        """Return the versions of a component, newest first; files come before derived assets."""
        return self._versions.get((type_, name), ())

    def of_type(self, type_: ComponentType) -> tuple[Component, ...]:
        """Return the components of a type by name, the newest version first."""
        return self._of_type.get(type_, ())

    def uses(self, job: Identity) -> tuple[Link, ...]:
        """Return the links of a job's prerequisites, in its order."""
        return self._uses.get(job, ())

    def used_by(self, target: Identity) -> tuple[Link, ...]:
        """Return the links from jobs to a component."""
        return self._used_by.get(target, ())

    def produces(self, job: Identity) -> tuple[Flow, ...]:
        """Return what flows from a job to others."""
        return self._produces.get(job, ())

    def consumes(self, job: Identity) -> tuple[Flow, ...]:
        """Return what flows from other jobs to a job."""
        return self._consumes.get(job, ())

    @cached_property
    def unusable(self) -> tuple[Document, ...]:
        """The files that are no component: without a known type or a usable name."""
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

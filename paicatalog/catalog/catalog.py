"""The catalog: every component, every file and every link, as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from paicatalog.catalog.component import Component, Identity, Prerequisite
from paicatalog.protocol.document import Document


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
    """Shared components and derived assets by type, name, newest version first."""
    documents: tuple[Document, ...]
    """Every scanned file by path, those that are no usable component included."""
    links: tuple[Link, ...]
    flows: tuple[Flow, ...]
    duplicates: tuple[tuple[Component, Component], ...] = ()
    """Files that repeat an identity: (the first by path, the repeated one). The second is not in `components`."""
    versions: Mapping[tuple[str, str], tuple[Component, ...]] = field(default_factory=dict)
    """(type, name) -> its versions, newest first."""

    # Look-ups (methods: get, newest, uses, used_by, produces, consumes) are in this class.

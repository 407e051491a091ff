"""A component of the catalog and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from paicatalog.catalog.git.history import FileHistory
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer


class Identity(NamedTuple):
    """What a component is called. Where it lies is no part of it."""

    type: ComponentType
    name: str
    version: str | None = None
    """As text (a number in YAML prints as JavaScript prints it); None where none is stated."""


@dataclass(frozen=True, slots=True)
class Component:
    """One component: a file of its own, or an asset derived from equal prerequisites of several jobs."""

    identity: Identity
    data: Mapping[str, Any]
    """The protocol keys and values."""
    document: Document | None
    """The file; None for a derived asset."""
    history: FileHistory | None = None
    """Git facts; None outside Git, for an uncommitted file and for a derived asset."""
    valid: bool = True
    uris: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The URIs it stands for; empty where it has none. Kept, since linking asks for them again and again."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "uris", _uris(self.data))

    @property
    def type(self) -> ComponentType:
        return self.identity.type

    @property
    def name(self) -> str:
        return self.identity.name

    @property
    def version(self) -> str | None:
        return self.identity.version

    @property
    def path(self) -> str | None:
        """The file's path, None for a derived asset."""
        return self.document.source.path if self.document else None

    @property
    def derived(self) -> bool:
        """Whether it was derived from prerequisites that jobs embed, without a file of its own."""
        return self.document is None

    @property
    def facts(self) -> Mapping[str, Any]:
        """`extras.paicatalog`: tags, summary, license, homepage, citation, deprecated, results; {} without."""
        extras = self.data.get("extras")
        found = extras.get("paicatalog") if isinstance(extras, dict) else None
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A component as a job embeds it."""

    index: int
    """Its place in the job's `prerequisites`, from 0."""
    identity: Identity
    data: Mapping[str, Any]
    """The keys as the job writes them."""
    roles: tuple[str, ...]
    """The task roles that use it, in the job's order."""
    uris: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The URIs it states; empty where it has none."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "uris", _uris(self.data))

    @property
    def pointer(self) -> Pointer:
        return ("prerequisites", self.index)

    @property
    def bare(self) -> bool:
        """Whether it only says what it is called: the catalog gives the rest."""
        return "uri" not in self.data


def _uris(data: Mapping[str, Any]) -> tuple[str, ...]:
    found = data.get("uri")
    if isinstance(found, str):
        return (found,) if found else ()
    return tuple([uri for uri in found if isinstance(uri, str) and uri]) if isinstance(found, list) else ()

"""Components of the catalog, and components embedded in jobs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from paicatalog.catalog.git.history import FileHistory
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer


class Identity(NamedTuple):
    """Type, name and version of a component. The path of its file is not part of its identity."""

    type: ComponentType
    name: str
    version: str | None = None
    """As text (a YAML number as JavaScript prints it); None if not given."""


@dataclass(frozen=True, slots=True)
class Component:
    """A component: shared (with a file of its own), or derived from equal components embedded in several jobs."""

    identity: Identity
    data: Mapping[str, Any]
    """The protocol keys and values."""
    document: Document | None
    """The file; None if derived."""
    history: FileHistory | None = None
    """Git history of the file; None outside Git, for an uncommitted file and if derived."""
    valid: bool = True
    uris: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Its URIs; empty if it has none. Stored because linking reads them repeatedly."""

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
        """Path of the file; None if derived."""
        return self.document.source.path if self.document else None

    @property
    def derived(self) -> bool:
        """Whether it exists only inside jobs, without a file."""
        return self.document is None

    @property
    def facts(self) -> Mapping[str, Any]:
        """`extras.paicatalog`: tags, summary, license, homepage, citation, deprecated, results; {} if absent."""
        extras = self.data.get("extras")
        found = extras.get("paicatalog") if isinstance(extras, dict) else None
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """An embedded component: an entry of a job's `prerequisites`."""

    index: int
    """Position in `prerequisites`, from 0."""
    identity: Identity
    data: Mapping[str, Any]
    """Keys and values as in the job."""
    roles: tuple[str, ...]
    """The task roles that use it, in the job's order."""
    uris: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Its URIs; empty if it has none."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "uris", _uris(self.data))

    @property
    def pointer(self) -> Pointer:
        return ("prerequisites", self.index)

    @property
    def bare(self) -> bool:
        """Whether it has no `uri`, so that its body comes from the catalog."""
        return "uri" not in self.data


def _uris(data: Mapping[str, Any]) -> tuple[str, ...]:
    found = data.get("uri")
    if isinstance(found, str):
        return (found,) if found else ()
    return tuple([uri for uri in found if isinstance(uri, str) and uri]) if isinstance(found, list) else ()

"""Discovery of the protocol files below a folder."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from paicatalog.catalog.checkout import Checkout
from paicatalog.catalog.walk import Entry, walk

ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Scan:
    """The result of a scan: sorted paths relative to the folder, with `/`."""

    files: tuple[str, ...]
    """Protocol files."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Links that are not followed, and what is not a file, with the reason for a sentence."""
    ignored: tuple[str, ...] = ()
    """Protocol files that Git ignores."""


def scan(folder: Path, checkout: Checkout | None = None, *, ignored: bool = True) -> Scan:
    """Find the files whose names end in `.yaml`, `.yml` or `.json`, at any depth.

    Hidden files and folders are skipped. A symbolic link is followed only to what belongs to the repository of
    `checkout`: a pull request must not publish another file by linking to it. Without `ignored`, files that Git ignores
    are not among the files; if it ignores the folder itself, they are.
    """
    known = checkout or Checkout(folder)
    found = [entry for entry in walk(folder, known, hidden=False) if entry.folder or is_scanned(entry.path)]
    found.sort(key=lambda entry: entry.path)
    left_out = () if ignored else _ignored(found, folder.resolve(), known)
    return Scan(
        tuple(entry.path for entry in found if not entry.refusal and entry.path not in left_out),
        {entry.path: entry.refusal for entry in found if entry.refusal},
        tuple(left_out),
    )


def is_scanned(path: str) -> bool:
    """Return whether `scan` of a folder includes a file at `path`, which is relative to the folder, with `/`."""
    return path.lower().endswith(ENDINGS) and not any(name.startswith(".") for name in path.split("/"))


def _ignored(found: Iterable[Entry], base: Path, checkout: Checkout) -> Collection[str]:
    """Return the paths of ignored files, in the same order."""
    if not checkout.has_ignored:
        return ()
    below = ((entry, base if Path(entry.real).is_relative_to(base) else None) for entry in found if not entry.refusal)
    return {entry.path: None for entry, folder in below if checkout.ignores(Path(entry.real), below=folder)}

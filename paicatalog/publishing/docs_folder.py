"""The folder of hand-written pages: what is in it, but must not be published as it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from paicatalog.catalog.checkout import Checkout
from paicatalog.catalog.walk import Entry, walk
from paicatalog.real_path import real_path

_PROTOCOL_FILE = re.compile(r"\.(?:ya?ml|json)\b", re.IGNORECASE)
"""Also copies that editors and Git leave: `job.yaml~`, `job.yaml.orig`."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or link of the docs folder that must not be published."""

    path: str
    """Relative to the docs folder, with `/`."""
    reason: str
    """For a sentence, as `remedy`."""
    remedy: str
    folder: bool
    """Whether it is a link to a folder."""


def refused_entries(docs_dir: Path, root: Path) -> tuple[Refused, ...]:
    """Return the links of the docs folder that must not be followed, what is not a file, and what has no URL, by path.

    `root` is the folder of the project, in which links are followed outside Git.
    """
    found = (
        walk(docs_dir, Checkout(docs_dir, otherwise=root, published=False), hidden=True) if docs_dir.is_dir() else ()
    )
    refused = (each for entry in found if (each := _refused(entry)))
    return tuple(sorted(refused, key=lambda each: each.path))


def _refused(entry: Entry) -> Refused | None:
    if entry.refusal:
        remedy = "Delete it, or replace it with what it stands for"
        return Refused(entry.path, entry.refusal, remedy, entry.folder)
    try:
        entry.path.encode()
    except UnicodeEncodeError:
        # MkDocs would end in an exception when it computes the URL.
        return Refused(entry.path, "its path is not UTF-8, as URLs are", "Rename it", folder=False)
    return None


@dataclass(frozen=True, slots=True)
class ProtocolFiles:
    """The protocol files of a catalog, which are recognized whatever the path or name that leads to them."""

    folder: tuple[int, int] | None
    """Device and inode of the catalog's folder."""
    files: frozenset[tuple[int, int] | None]
    """Devices and inodes of the files: links in the catalog may lead to files elsewhere."""

    @classmethod
    def of(cls, catalog_dir: Path, files: Iterable[Path]) -> "ProtocolFiles":
        return cls(_identity(catalog_dir), frozenset(map(_identity, files)) - {None})

    def __contains__(self, path: Path) -> bool:
        real = real_path(path)
        if _identity(real) in self.files:
            return True
        return bool(_PROTOCOL_FILE.search(real.name)) and self.folder in map(_identity, real.parents)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what identifies a file or folder, however its path is spelled; None if it cannot be read."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino

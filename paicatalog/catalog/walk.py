"""Listing of a folder without leaving the repository, endless reading and opening of what is no file."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paicatalog.catalog.checkout import Checkout

_MOST_LINKED_FOLDERS = 1_000
"""Links to folders that contain links to folders double their number with each level."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or what is not followed or opened in place of one."""

    path: str
    """Relative to the folder, with `/`."""
    real: str
    """The absolute path without links; that of the link if it is not followed."""
    refusal: str = ""
    """Why it must not be read, for a sentence; empty for a file."""
    folder: bool = False
    """Whether it is a link to a folder, with a refusal."""


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    real: str
    above: tuple[str, ...] = ()
    """The real folders of the links that lead to it."""


def walk(folder: Path, checkout: Checkout, *, hidden: bool) -> Iterator[Entry]:
    """Yield what is in a folder, at any depth, and through links to folders of the repository.

    With `hidden`, also what has a name that begins with a dot.
    """
    waiting = [_Folder("", str(folder.resolve()))]
    followed = 0
    while waiting:
        present = waiting.pop()
        for entry in _entries(present.real):
            path = f"{present.path}{entry.name}"
            if entry.name.startswith(".") and not hidden:
                continue
            if entry.is_symlink():
                found = _behind(Path(entry.path), path, present, checkout, followed=followed)
                followed += isinstance(found, _Folder)
            elif entry.is_dir():
                found = _Folder(f"{path}/", entry.path, present.above)
            else:
                found = Entry(path, entry.path, _why_not_opened(entry))
            if isinstance(found, _Folder):
                waiting.append(found)
            else:
                yield found


def _behind(link: Path, path: str, present: _Folder, checkout: Checkout, *, followed: int) -> Entry | _Folder:
    """Return what a link leads to, or the link itself with the reason why it is not followed."""
    above = (*present.above, present.real)
    refusal = checkout.why_not_followed(link) or _why_not_entered(link, above, followed)
    if refusal:
        return Entry(path, str(link), refusal, folder=link.is_dir())
    target = link.resolve()
    return (
        _Folder(f"{path}/", str(target), above)
        if target.is_dir()
        else Entry(path, str(target), _why_not_opened(target))
    )


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder; none if it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _why_not_opened(found: os.DirEntry[str] | Path) -> str:
    """Return why something that is no folder is no file either; "" if it is one. Opening a pipe would block."""
    if found.is_file():
        return ""
    try:
        mode = found.stat().st_mode
    except OSError as error:
        return error.strerror or "it is not a file"
    kind = "pipe" if stat.S_ISFIFO(mode) else "socket" if stat.S_ISSOCK(mode) else "device"
    return f"it is a {kind}, not a file"


def _why_not_entered(link: Path, above: tuple[str, ...], followed: int) -> str:
    """Return why a link is not followed if it is one to a folder; "" if it is."""
    if not link.is_dir():
        return ""
    target = link.resolve()
    if any(Path(folder).is_relative_to(target) for folder in above):
        return "it is a link to a folder that contains it"
    if followed >= _MOST_LINKED_FOLDERS:
        return f"it is a link to a folder, after {_MOST_LINKED_FOLDERS:,} others"
    return ""

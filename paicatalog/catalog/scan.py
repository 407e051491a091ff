"""Finding the protocol files below a folder."""

import os
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies below a folder: paths that begin there, with `/`, in their order."""

    files: tuple[str, ...]
    """Protocol files."""
    outside: tuple[str, ...] = ()
    """Links that lead out of the folder, or in a circle; they are not followed."""


def scan(folder: Path) -> Scan:
    """Find the files whose name ends in `.yaml`, `.yml` or `.json`, at any depth.

    Hidden files and folders are passed over. A link is followed to a file inside the folder only: what lies outside
    is not the repository's, and must not be published by a pull request that merely points to it.
    """
    base = folder.resolve()
    files: list[str] = []
    outside: list[str] = []
    waiting = [""]
    while waiting:
        above = waiting.pop()
        for entry in _entries(os.path.join(folder, above)):  # noqa: PTH118 - these are many, and paths slow
            name, link = above + entry.name, entry.is_symlink()
            if entry.name.startswith("."):
                continue
            # Of a link that leads in a circle, `entry.is_dir()` raises.
            if Path(entry.path).is_dir() if link else entry.is_dir():
                if link:
                    outside.append(name)
                else:
                    waiting.append(f"{name}/")
            elif not entry.name.lower().endswith(ENDINGS):
                continue
            elif link and not _inside(Path(entry.path), base):
                outside.append(name)
            elif entry.is_file():  # a pipe, say, would never end
                files.append(name)
    return Scan(tuple(sorted(files)), tuple(sorted(outside)))


def is_scanned(path: str) -> bool:
    """Return whether a file at `path`, relative to a folder and with `/`, is a protocol file of it to `scan`."""
    return path.lower().endswith(ENDINGS) and not any(name.startswith(".") for name in path.split("/"))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what lies in a folder; nothing where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _inside(path: Path, base: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(base)
    except (OSError, RuntimeError):
        return False

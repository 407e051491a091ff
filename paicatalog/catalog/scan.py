"""Finding the protocol files below a folder."""

import os
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies below a folder."""

    files: tuple[Path, ...]
    """Protocol files by their path with `/`."""
    outside: tuple[Path, ...] = ()
    """Links that lead out of the folder, or in a circle; they are not followed."""


def scan(folder: Path) -> Scan:
    """Find the files whose name ends in `.yaml`, `.yml` or `.json`, at any depth.

    Hidden files and folders are passed over. A link is followed to a file inside the folder only: what lies outside
    is not the repository's, and must not be published by a pull request that merely points to it.
    """
    base = folder.resolve()
    files: list[Path] = []
    outside: list[Path] = []
    waiting = [os.fspath(folder)]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.name.startswith("."):
                continue
            link = entry.is_symlink()
            # Of a link that leads in a circle, `entry.is_dir()` raises.
            if Path(entry.path).is_dir() if link else entry.is_dir():
                if link:
                    outside.append(Path(entry.path))
                else:
                    waiting.append(entry.path)
            elif not entry.name.lower().endswith(ENDINGS):
                continue
            elif link and not _inside(Path(entry.path), base):
                outside.append(Path(entry.path))
            elif entry.is_file():  # a pipe, say, would never end
                files.append(Path(entry.path))
    return Scan(tuple(sorted(files, key=Path.as_posix)), tuple(sorted(outside, key=Path.as_posix)))


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

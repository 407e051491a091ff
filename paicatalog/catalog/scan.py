"""Discovery of the protocol files below a folder."""

import os
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Scan:
    """The result of a scan: sorted paths relative to the folder, with `/`."""

    files: tuple[str, ...]
    """Protocol files."""
    outside: tuple[str, ...] = ()
    """Symbolic links that are not followed: to folders, to files outside the folder, or circular ones."""


def scan(folder: Path) -> Scan:
    """Find the files whose names end in `.yaml`, `.yml` or `.json`, at any depth.

    Hidden files and folders are skipped. A symbolic link is followed only to a file inside the folder: files outside
    are not part of the repository, and a pull request must not publish one by linking to it.
    """
    base = folder.resolve()
    files: list[str] = []
    outside: list[str] = []
    waiting = [""]
    while waiting:
        above = waiting.pop()
        for entry in _entries(os.path.join(folder, above)):  # noqa: PTH118 - called often, and Path is slow
            name, link = above + entry.name, entry.is_symlink()
            if entry.name.startswith("."):
                continue
            # For a circular link, `entry.is_dir()` raises.
            if Path(entry.path).is_dir() if link else entry.is_dir():
                if link:
                    outside.append(name)
                else:
                    waiting.append(f"{name}/")
            elif not entry.name.lower().endswith(ENDINGS):
                continue
            elif link and not _inside(Path(entry.path), base):
                outside.append(name)
            elif entry.is_file():  # Reading a pipe, for example, would block.
                files.append(name)
    return Scan(tuple(sorted(files)), tuple(sorted(outside)))


def is_scanned(path: str) -> bool:
    """Return whether `scan` of a folder includes a file at `path`, which is relative to the folder, with `/`."""
    return path.lower().endswith(ENDINGS) and not any(name.startswith(".") for name in path.split("/"))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder; none if it cannot be read."""
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

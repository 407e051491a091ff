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
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        outside += [here / name for name in folders if not name.startswith(".") and (here / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".") and not (here / name).is_symlink()]
        for name in names:
            if name.startswith(".") or not name.lower().endswith(ENDINGS):
                continue
            path = here / name
            if path.is_symlink() and not _inside(path, base):
                outside.append(path)
            elif path.is_file():  # a pipe, say, would never end
                files.append(path)
    return Scan(tuple(sorted(files, key=_order)), tuple(sorted(outside, key=_order)))


def _inside(path: Path, base: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(base)
    except (OSError, RuntimeError):
        return False


def _order(path: Path) -> str:
    return path.as_posix()

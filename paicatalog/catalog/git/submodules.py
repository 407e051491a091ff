"""Submodules as `.gitmodules` lists them: their URLs, and those that are not checked out."""

import os
from collections.abc import Mapping
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git


def missing_submodules(folder: Path) -> tuple[Path, ...]:
    """Return the submodules at, above or below `folder` whose folder is missing or empty, as absolute paths.

    `folder` need not exist. Submodules are those of the nearest `.gitmodules` above, which is read without the
    repository: Git may refuse that.
    """
    absolute = Path(os.path.abspath(folder))  # noqa: PTH100 - a link that is broken must stay as it is
    listing = next((above for above in (absolute, *absolute.parents) if (above / ".gitmodules").is_file()), None)
    if listing is None:
        return ()
    paths = (listing / path for path in _values(listing, "path").values())
    near = (path for path in paths if path.is_relative_to(absolute) or absolute.is_relative_to(path))
    return tuple(sorted(path for path in near if _is_empty(path)))


def submodule_url(root: Path) -> str:
    """Return the URL in `.gitmodules` of the submodule with the top folder `root`; "" if it is none."""
    try:
        found = run_git(root, "rev-parse", "--show-superproject-working-tree").removesuffix(b"\n")
    except GitError:
        return ""
    if not found:
        return ""
    above = Path(os.fsdecode(found))
    names = [name for name, path in _values(above, "path").items() if above / path == root]
    return next((url for name, url in _values(above, "url").items() if name in names), "")


def _values(root: Path, key: str) -> Mapping[str, str]:
    """Return the name of each submodule in the file `.gitmodules` of a folder, with its value of a key."""
    try:
        listed = run_git(root, "config", "-z", "--file", ".gitmodules", "--get-regexp", rf"^submodule\..*\.{key}$")
    except GitError:
        return {}
    entries = (entry.partition("\n") for entry in os.fsdecode(listed).split("\0") if entry)
    return {name.removeprefix("submodule.").removesuffix(f".{key}"): value for name, _, value in entries}


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except FileNotFoundError:
        return True
    except OSError:
        return False

"""Git work trees: the one that a folder is in, and those of submodules below it."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from paicatalog.catalog.git.branch import edited_branch
from paicatalog.catalog.git.command import GitError, run_git
from paicatalog.catalog.git.history import head_commit
from paicatalog.catalog.git.submodules import submodule_url

_SUBMODULE = b"160000"
"""The mode of a submodule in a tree."""


@dataclass(frozen=True, slots=True)
class WorkTree:
    """A Git work tree, as seen from a folder in it."""

    root: Path
    """Its top folder, with symbolic links resolved."""
    folder: str
    """The path of the folder relative to the one that was searched, with `/`; "" for that itself."""
    prefix: str
    """The path of the folder relative to `root`, with a `/` at its end; "" for `root` itself."""
    remotes: tuple[str, ...]
    """The URLs of `origin`, of other remotes, and that of `.gitmodules` if it is a submodule, as configured. They may
    contain passwords, and that of `.gitmodules` may be relative to the repository of that file."""
    branch: str
    """The branch on which files are edited; "" if unknown."""
    commit: str
    """The full hash of HEAD; "" if there is no commit."""
    files: frozenset[str]
    """The files below the folder that HEAD has, relative to the folder, with `/`."""


def work_trees(folder: Path) -> tuple[WorkTree, ...]:
    """Return the work tree that `folder` is in, then those of checked-out submodules below it.

    There is none outside Git, and if Git is missing or fails.
    """
    return tuple(_work_trees(folder, ""))


def repository_root(folder: Path) -> Path | None:
    """Return the top folder of the Git work tree that contains `folder`; None outside Git or without Git."""
    try:
        return Path(os.fsdecode(run_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    except GitError:
        return None


def _work_trees(folder: Path, name: str) -> Iterator[WorkTree]:
    root = repository_root(folder)
    if root is None:
        return
    prefix = os.fsdecode(run_git(folder, "rev-parse", "--show-prefix").removesuffix(b"\n"))
    files, submodules = _committed(folder)
    remotes = _remotes(folder)
    branch = edited_branch(folder, next(iter(remotes), ""))
    urls = (*remotes.values(), *filter(None, [submodule_url(root)]))
    yield WorkTree(root, name, prefix, urls, branch, head_commit(folder) or "", files)
    for path in submodules:
        # In one that is not checked out, Git finds the work tree above.
        if (folder / path / ".git").exists():
            yield from _work_trees(folder / path, f"{name}/{path}" if name else path)


def _committed(folder: Path) -> tuple[frozenset[str], list[str]]:
    """Return the files and the submodules below `folder` at HEAD: `MODE TYPE HASH`, a tab, the path."""
    try:
        records = run_git(folder, "ls-tree", "-r", "-z", "HEAD").split(b"\0")[:-1]
    except GitError:
        return frozenset(), []
    entries = [record.partition(b"\t") for record in records]
    files = frozenset(os.fsdecode(path) for mode, _, path in entries if not mode.startswith(_SUBMODULE))
    return files, [os.fsdecode(path) for mode, _, path in entries if mode.startswith(_SUBMODULE)]


def _remotes(folder: Path) -> Mapping[str, str]:
    """Return the names of the remotes with their URLs, `origin` first."""
    try:
        listed = run_git(folder, "config", "-z", "--get-regexp", r"^remote\..*\.url$")
    except GitError:
        return {}
    entries = (entry.partition("\n") for entry in os.fsdecode(listed).split("\0") if entry)
    urls = [(key.removeprefix("remote.").removesuffix(".url"), url) for key, _, url in entries]
    return dict(sorted(urls, key=lambda remote: remote[0] != "origin"))

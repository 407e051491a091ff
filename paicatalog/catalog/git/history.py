"""Git history of each file, read in one pass over the log."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git
from paicatalog.catalog.git.commit_log import Commit, FileDiff, read_log
from paicatalog.catalog.git.moment import seconds

_LATEST_IN_GZIP = 2**32 - 1


@dataclass(frozen=True, slots=True)
class FileHistory:
    """The Git history of one file."""

    commits: tuple[Commit, ...]
    """Newest first, at least one."""
    contents: tuple[str, ...] = ()
    """The Git object name of the file's content after each commit."""
    whole: bool = True
    """Whether the first commit is known; not if a shallow clone lacks it."""

    @property
    def added(self) -> Commit | None:
        return self.commits[-1] if self.whole else None

    @property
    def changed(self) -> Commit:
        return self.commits[0]

    @property
    def contributors(self) -> tuple[str, ...]:
        """Author names, most commits first, then by name."""
        counts: dict[str, int] = {}
        for commit in self.commits:
            counts[commit.author] = counts.get(commit.author, 0) + 1
        return tuple(sorted(counts, key=lambda author: (-counts[author], author)))


def head_commit(folder: Path) -> str | None:
    """Return the full hash of HEAD, or None if there is no commit."""
    found = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    return found.decode("ascii").strip() if found else None


def head_time(folder: Path) -> int | None:
    """Return the commit time of HEAD in seconds since 1970 UTC, or None if there is no commit.

    It is at most what a compressed file can have as its time (RFC 1952: 32 bits).
    """
    found = seconds(_git(folder, "rev-list", "-1", "--timestamp", "HEAD").partition(b" ")[0])
    return None if found is None else min(found, _LATEST_IN_GZIP)


def shallow_commits(folder: Path) -> frozenset[str]:
    """Return the full hashes of the commits whose parents a shallow clone lacks; empty in a complete one.

    Source: `shallow` in gitrepository-layout(5).
    """
    found = os.fsdecode(_git(folder, "rev-parse", "--git-path", "shallow").removesuffix(b"\n"))
    try:
        return frozenset((folder / found).read_text("ascii").split()) if found else frozenset()
    except (OSError, ValueError):
        return frozenset()


def uncommitted(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Return those of `paths`, relative to the top folder `root`, whose content differs from HEAD."""
    if not paths:
        return ()
    tree = _git(root, "--literal-pathspecs", "ls-tree", "-z", "HEAD", "--", *paths)
    hashes = _git(root, "hash-object", "--", *paths).decode("ascii").split()
    entries = (record.partition("\t") for record in os.fsdecode(tree).split("\0"))
    committed = {path: about.rpartition(" ")[2] for about, _, path in entries}
    if len(hashes) != len(paths):
        return tuple(paths)
    return tuple(path for path, now in zip(paths, hashes, strict=True) if committed.get(path) != now)


def read_history(folder: Path) -> Mapping[str, FileHistory]:
    """Return the history of every file below `folder`, following renames.

    The keys are paths relative to `folder`, with `/`. Commits of merged branches are included, so that the author of a
    file is its contributor; merge commits are not. The result is empty outside Git, and if Git is missing or fails.

    In a shallow clone, the oldest commits seem to add every file: they are left out, and with them each file that no
    later commit changed.
    """
    oldest, cut = shallow_commits(folder), set[str]()
    commits: dict[str, list[tuple[Commit, str]]] = {}
    # The log is newest first: this maps an earlier name of a file to its present name.
    present_names: dict[str, str] = {}
    for commit, diffs in _log(folder):
        renamed: dict[str, str] = {}
        for diff in diffs:
            path, name = diff.path, present_names.get(diff.path, diff.path)
            if commit.id in oldest:
                cut.add(name)
                continue
            if diff.status == "D":
                # Deleted by this commit: an earlier file of this name is another file.
                renamed[path] = f"{name}\0{commit.id}"
                continue
            commits.setdefault(name, []).append((commit, diff.content))
            if diff.former is not None:
                renamed[diff.former] = name
                renamed.setdefault(path, f"{path}\0{commit.id}")
            elif diff.status == "A":
                renamed[path] = f"{path}\0{commit.id}"
        present_names.update(renamed)
    return {
        path: FileHistory(tuple(commit for commit, _ in found), tuple(content for _, content in found), path not in cut)
        for path, found in commits.items()
        if "\0" not in path
    }


def _log(folder: Path) -> Iterator[tuple[Commit, list[FileDiff]]]:
    with suppress(GitError):
        yield from read_log(folder)


def _git(folder: Path, *arguments: str) -> bytes:
    """Return the output of Git, b"" if it is missing or fails."""
    try:
        return run_git(folder, *arguments)
    except GitError:
        return b""

"""Git history of each file, read in one pass over the log."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git

_COMMIT = "\x1e"
_FIELD = "\x1f"
_LOG = (
    "log",
    "--no-show-signature",
    "--no-mailmap",
    "--no-color",
    "--no-ext-diff",
    "--topo-order",
    "--raw",
    "--no-abbrev",
    "--find-renames",
    "-z",
    f"--format={_COMMIT}%H{_FIELD}%an{_FIELD}%aI{_FIELD}%s{_FIELD}",
)
_UNREADABLE = "?"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed a file."""

    id: str
    """Full hexadecimal object name."""
    author: str
    """The author's name (never the e-mail address: pages are public)."""
    date: datetime
    """When it was authored, with its time zone."""
    subject: str
    """The first line of the message."""


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


def repository_root(folder: Path) -> Path | None:
    """Return the top folder of the Git work tree that contains `folder`; None outside Git or without Git."""
    found = _git(folder, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(found).rstrip("\n")) if found else None


def head_commit(folder: Path) -> str | None:
    """Return the full hash of HEAD, or None if there is no commit."""
    found = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    return found.decode("ascii").strip() if found else None


def head_time(folder: Path) -> int | None:
    """Return the commit time of HEAD in seconds since 1970 UTC, or None if there is no commit."""
    found = _git(folder, "log", "-1", "--no-show-signature", "--format=%ct")
    return int(found) if found.strip().isdigit() else None


def shallow_commits(folder: Path) -> frozenset[str]:
    """Return the full hashes of the commits whose parents a shallow clone lacks; empty in a complete one.

    Source: `shallow` in gitrepository-layout(5).
    """
    found = os.fsdecode(_git(folder, "rev-parse", "--git-path", "shallow")).rstrip("\n")
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
    log = _git(folder, "-c", "core.quotePath=false", *_LOG, "--relative", "--", ".")
    if not log:
        return {}
    oldest, cut = shallow_commits(folder), set[str]()
    commits: dict[str, list[tuple[Commit, str]]] = {}
    # The log is newest first: this maps an earlier name of a file to its present name.
    present_names: dict[str, str] = {}
    for commit, changes in _commits(log.decode("utf-8", errors="surrogateescape")):
        renamed: dict[str, str] = {}
        for status, path, former, content in changes:
            name = present_names.get(path, path)
            if commit.id in oldest:
                cut.add(name)
                continue
            if status == "D":
                # Deleted by this commit: an earlier file of this name is another file.
                renamed[path] = f"{name}\0{commit.id}"
                continue
            commits.setdefault(name, []).append((commit, content))
            if former is not None:
                renamed[former] = name
                renamed.setdefault(path, f"{path}\0{commit.id}")
            elif status == "A":
                renamed[path] = f"{path}\0{commit.id}"
        present_names.update(renamed)
    return {
        path: FileHistory(tuple(commit for commit, _ in found), tuple(content for _, content in found), path not in cut)
        for path, found in commits.items()
        if "\0" not in path
    }


_Change = tuple[str, str, str | None, str]
"""Status letter, path, former path (of a rename), Git object name of the content."""


def _commits(log: str) -> Iterator[tuple[Commit, list[_Change]]]:
    for record in log.split(_COMMIT)[1:]:
        head = record.split(_FIELD, 4)
        if len(head) < 5:
            continue
        identifier, author, date, subject, changes = head
        commit = Commit(identifier, _clean(author) or _UNREADABLE, datetime.fromisoformat(date), _clean(subject))
        yield commit, list(_changes(changes))


def _changes(text: str) -> Iterator[_Change]:
    """Parse the NUL-separated changes of a commit: `:100644 100644 BEFORE AFTER M`, the path (two for a rename)."""
    fields = iter(field for field in text.strip("\n").split("\0") if field.strip("\n"))
    for field in fields:
        *_, content, status = field.split(" ")
        path = next(fields, "")
        if status.startswith("R"):
            yield "R", next(fields, ""), path, content
        elif status.startswith("C"):
            yield "A", next(fields, ""), None, content
        elif path:
            yield status, path, None, content


def _clean(text: str) -> str:
    return text.encode("utf-8", errors="replace").decode("utf-8").strip()


def _git(folder: Path, *arguments: str) -> bytes:
    """Return the output of Git, b"" if it is missing or fails."""
    try:
        return run_git(folder, *arguments)
    except GitError:
        return b""

"""The commits that changed the files in a folder, and their changes, as Git lists them.

Only plumbing commands are used: no `log.*`, `color.*` or `diff.*` of the user's configuration has an effect on them.
Everything is separated by NUL, which no field of a commit can contain, and each commit has a fixed number of fields.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paicatalog.catalog.git.command import run_git
from paicatalog.catalog.git.commit_text import one_line
from paicatalog.catalog.git.moment import moment

# %ad is for the time zone: where Git cannot represent the seconds, it prints others than %at.
_FORMAT = "%H%x00%an%x00%at %ad%x00%ct %cd%x00%s"
_FIELDS = _FORMAT.count("%x00") + 1
_DIFF = (
    "diff-tree",
    "--stdin",
    "-r",
    "--root",
    "--raw",
    "-z",
    "--no-abbrev",
    "--find-renames",
    "--relative",
    "--encoding=UTF-8",
    "--date=raw",
    f"--format={_FORMAT}",
)
_UNREADABLE = "?"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed a file."""

    id: str
    """Full hexadecimal object name."""
    author: str
    """The author's name (never the e-mail address: pages are public), at most `LONGEST_AUTHOR` characters."""
    date: datetime
    """When it was authored, with its time zone."""
    subject: str
    """The first paragraph of the message on one line, at most `LONGEST_SUBJECT` characters."""
    dated: bool = True
    """Whether `date` is what the commit states; not if there is no such date or time zone."""


@dataclass(frozen=True, slots=True)
class FileDiff:
    """What a commit did to one file. Paths are relative to the folder, with `/`."""

    status: str
    """Git's letter: A, D, M, R or T."""
    path: str
    content: str
    """Git object name of the content after the commit."""
    former: str | None = None
    """The path before the commit if the file was renamed."""


def read_log(folder: Path) -> Iterator[tuple[Commit, list[FileDiff]]]:
    """Yield the commits that changed files below `folder`, newest first, without merges. Raises GitError."""
    listed = run_git(folder, "rev-list", "--topo-order", "--no-merges", "HEAD", "--", ".")
    yield from parse_log(run_git(folder, *_DIFF, "--", ".", stdin=listed))


def parse_log(output: bytes) -> Iterator[tuple[Commit, list[FileDiff]]]:
    """Yield the commits in the output of `git diff-tree`: the fields of each, then its changes."""
    fields = output.split(b"\0")
    at = 0
    while at + _FIELDS <= len(fields):
        commit = _commit(*fields[at : at + _FIELDS])
        at += _FIELDS
        diffs: list[FileDiff] = []
        while at + 1 < len(fields) and (about := fields[at].lstrip(b"\n")).startswith(b":"):
            diff, at = _diff(about, fields, at + 1)
            diffs.append(diff)
        yield commit, diffs


def _commit(identifier: bytes, author: bytes, authored: bytes, committed: bytes, subject: bytes) -> Commit:
    date, exact = moment(authored, committed)
    name = one_line(author) or _UNREADABLE
    return Commit(os.fsdecode(identifier), name, date, one_line(subject), exact)


def _diff(about: bytes, fields: list[bytes], at: int) -> tuple[FileDiff, int]:
    """Return a change (`:100644 100644 BEFORE AFTER M`, the path, two for a rename), and where the next one begins."""
    *_, content, status = ("", "", *about.decode("ascii", "replace").split(" "))
    letter = status[:1]
    count = 2 if letter in ("R", "C") else 1
    paths = [os.fsdecode(path) for path in fields[at : at + count]]
    former = paths[0] if letter == "R" else None
    return FileDiff("A" if letter == "C" else letter, paths[-1], content, former), at + count

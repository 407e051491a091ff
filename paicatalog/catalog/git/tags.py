"""Git tags of a repository."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git

_FORMAT = "%(refname:short)%00%(creatordate:iso-strict)"


@dataclass(frozen=True, slots=True)
class Tag:
    """A Git tag."""

    name: str
    date: datetime
    """When it was created, with its time zone."""


def tags(folder: Path, *, most: int) -> tuple[Tag, ...]:
    """Return the newest tags reachable from HEAD, at most `most`, oldest first; none outside Git."""
    order = ("--sort=-version:refname", "--sort=-creatordate")  # The last key is the primary one.
    options = (f"--count={most}", "--merged=HEAD", *order, f"--format={_FORMAT}")
    try:
        listed = run_git(folder, "for-each-ref", *options, "refs/tags").decode("utf-8", "replace")
    except GitError:
        return ()
    rows = (line.split("\0") for line in listed.splitlines())
    found = [Tag(name, datetime.fromisoformat(date)) for name, date in rows if date]
    return tuple(reversed(found))

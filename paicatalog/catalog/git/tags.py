"""Git tags of a repository."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git
from paicatalog.catalog.git.commit_text import one_line
from paicatalog.catalog.git.moment import moment

_PREFIX = "refs/tags/"
_FORMAT = "%(refname)%00%(creatordate:raw)"


@dataclass(frozen=True, slots=True)
class Tag:
    """A Git tag."""

    name: str
    """As shown; `ref` is for Git."""
    ref: str
    """The full name, which no branch or commit can have, too: `refs/tags/NAME`."""
    date: datetime
    """When it was created, with its time zone."""


def tags(folder: Path, *, most: int) -> tuple[Tag, ...]:
    """Return the newest tags reachable from HEAD, at most `most`, oldest first; none outside Git."""
    order = ("--sort=-version:refname", "--sort=-creatordate")  # The last key is the primary one.
    options = (f"--count={most}", "--merged=HEAD", *order, f"--format={_FORMAT}", _PREFIX)
    try:
        listed = run_git(folder, "for-each-ref", *options)
    except GitError:
        return ()
    rows = (line.partition(b"\0") for line in listed.split(b"\n"))
    return tuple(reversed([_tag(ref, date) for ref, _, date in rows if date]))


def _tag(ref: bytes, date: bytes) -> Tag:
    name = one_line(ref.removeprefix(_PREFIX.encode()))
    return Tag(name, os.fsdecode(ref), moment(date)[0])

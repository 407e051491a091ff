"""Git facts of each file, read in one pass over the history."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched a file."""

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
    """What Git knows of one file."""

    commits: tuple[Commit, ...]
    """Newest first, at least one."""

    @property
    def added(self) -> Commit:
        return self.commits[-1]

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

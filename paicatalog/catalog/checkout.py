"""What belongs to the repository: not the files elsewhere that links lead to, nor Git's own files or ignored ones."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git
from paicatalog.catalog.git.work_tree import repository_root

_MOST_LINKS = 40
"""The most links in a row that Linux follows."""


@dataclass(frozen=True)
class Checkout:
    """The work tree of the repository that contains a folder."""

    folder: Path
    otherwise: Path | None = None
    """The root outside Git, if it contains `folder`; else `folder` is the root."""
    published: bool = True
    """Whether messages are published: then they contain no absolute paths."""

    @cached_property
    def root(self) -> Path:
        """The top folder, without links in its path."""
        folder = self.folder.resolve()
        if found := repository_root(folder):
            return found.resolve()
        above = self.otherwise.resolve() if self.otherwise else folder
        return above if folder.is_relative_to(above) else folder

    @property
    def has_ignored(self) -> bool:
        """Whether Git ignores any file or folder of the work tree."""
        return bool(self._ignored)

    @cached_property
    def _ignored(self) -> frozenset[str]:
        """The paths of ignored files and folders relative to the root; empty outside Git."""
        command = ("ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "--full-name", "-z", ":/")
        try:
            found = os.fsdecode(run_git(self.root, *command))
        except GitError:
            return frozenset()
        return frozenset(path.rstrip("/") for path in found.split("\0") if path)

    def ignores(self, path: Path, *, below: Path | None = None) -> bool:
        """Return whether Git ignores `path` or a folder that contains it.

        Paths are absolute and without links. The folder `below` and those that contain it do not count.
        """
        inner = path.relative_to(self.root).parts
        outer = len(below.relative_to(self.root).parts) if below else 0
        return any("/".join(inner[: end + 1]) in self._ignored for end in range(outer, len(inner)))

    def why_not_followed(self, link: Path) -> str:
        """Return why the target of a link must not be read, for a sentence; "" if it may be.

        The folder of the link has no links in its path. Targets are named relative to the root, as the same repository
        must give the same message in any folder.
        """
        try:
            target = link.resolve(strict=True)
        except FileNotFoundError:
            return f"it is a link to `{self._destination(link)}`, which does not exist"
        except (OSError, RuntimeError):
            return "it is a link that leads to itself, or that cannot be followed"
        if not target.is_relative_to(self.root):
            return f"it is a link that leads out of the repository, to `{self._destination(link)}`"
        if ".git" in target.relative_to(self.root).parts:
            return f"it is a link to `{self._shown(target)}`, a file of Git itself"
        if self.ignores(target):
            return f"it is a link to `{self._shown(target)}`, which Git ignores"
        return ""

    def _destination(self, link: Path) -> str:
        """Return where a link leads, for a message. Links in the names of folders are not followed.

        The real path would have a process id in `/proc/self`, and the same repository must give the same messages.
        """
        path, absolute = link, False
        for _ in range(_MOST_LINKS):
            if not path.is_symlink():
                break
            target = path.readlink()
            absolute = absolute or target.is_absolute()
            path = Path(os.path.normpath(path.parent / target))
        if not absolute:
            return self._shown(path)
        return f"…/{path.name}" if self.published else path.as_posix()

    def _shown(self, path: Path) -> str:
        return Path(os.path.relpath(path, self.root)).as_posix()

"""Replacing a site by a new one, so that a kill at any moment loses neither the site nor a file that is not ours.

A build works in a folder of its own beside the site, and so on the same file system; part of its name is random:

    .site.paicatalog-k2v9x0ab/
        building/  MkDocs writes the new site here
        ready/     the new site, whole and marked; from the exchange on, the last site
        last/      the last site, where the system cannot exchange two folders in one step
        copied     the names at the top of the last site of which the new site has a copy, if any

| step                                                   | killed after it, what a reader of the site sees |
|---|---|
| 1. `building` is written, then marked                  | the last site                                   |
| 2. `building` is renamed to `ready`                    | the last site                                   |
| 3. `ready` and the site are exchanged in one step      | the new site                                    |
| 4. what no build wrote moves from `ready` to the site  | the new site                                    |
| 5. `ready` is renamed, then all of the folder deleted  | the new site                                    |

Where folders cannot be exchanged, step 3 is two renames, and between them there is no site. `finish` does steps 4 and 5
and undoes half of step 3. It ends every build, and begins the next one for what a killed build left: since the names of
the folders say how far that one came, finishing and recovering are the same.

Only the folders named above are ever deleted, `ready` and `last` only after all that no build wrote has moved out.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from paicatalog.cli.files.exchange import exchange
from paicatalog.cli.files.site_marker import foreign_entries, mark


class ClashError(Exception):
    """The new site has a file or folder whose name at the last site is one that no build wrote."""


@dataclass(frozen=True, slots=True)
class SiteSwap:
    """A site, and the work folder of one build of it."""

    site: Path
    """Absolute, and no symbolic link."""
    folder: Path

    @classmethod
    def begin(cls, site: Path) -> "SiteSwap":
        """Make a work folder. Raises OSError."""
        return cls(site, Path(tempfile.mkdtemp(dir=site.parent, prefix=_prefix(site))))

    @classmethod
    def interrupted(cls, site: Path) -> "Iterator[SiteSwap]":
        """Yield those that killed builds left behind. Call it while no other build of the site can run."""
        ours = re.compile(rf"{re.escape(_prefix(site))}[a-z0-9_]{{8}}")  # As `tempfile` names folders.
        for entry in site.parent.iterdir() if site.parent.is_dir() else ():
            if ours.fullmatch(entry.name) and entry.is_dir() and not entry.is_symlink():
                yield cls(site, entry)

    @property
    def new(self) -> Path:
        """The folder to write the new site into. It does not exist yet."""
        return self.folder / "building"

    @property
    def _ready(self) -> Path:
        return self.folder / "ready"

    @property
    def _last(self) -> Path:
        return self.folder / "last"

    @property
    def _copied(self) -> Path:
        return self.folder / "copied"

    def install(self, *, copied: Collection[str] = ()) -> None:
        """Put the new site in the place of the last one (steps 1 to 3). Raises ClashError or OSError.

        What is `copied` from the top of the last site is deleted with it. `finish` must be called then, in any case.
        """
        entries = mark(self.new)
        there = foreign_entries(self.site) if self.site.exists() else []
        if clash := next((entry.name for entry in there if entry.name in entries.difference(copied)), None):
            raise ClashError(clash)
        if copied:
            self._copied.write_text(json.dumps(sorted(copied)), encoding="ascii")
        self.new.rename(self._ready)
        if self.site.exists():
            if exchange(self._ready, self.site):
                return
            self.site.rename(self._last)
        self._ready.rename(self.site)

    def finish(self) -> list[Path]:
        """Complete or undo what was begun, and delete the work folder (steps 4 and 5). Raises OSError.

        Return what no build wrote and could not be moved to the site: then the work folder stays as well.
        """
        if self._last.exists() and not os.path.lexists(self.site):
            self._last.rename(self.site)
        former = [folder for folder in (self._ready, self._last) if folder.exists()]
        copied = json.loads(self._copied.read_text(encoding="ascii")) if self._copied.exists() else []
        kept = [entry for folder in former for entry in foreign_entries(folder) if entry.name not in copied]
        stuck = [entry for entry in kept if not self._moved(entry)]
        if stuck:
            return stuck
        for folder in former:
            # From now on it is waste: half deleted, it must not be taken for a site with entries that no build wrote.
            folder.rename(folder.with_name(f"{folder.name}-deleted"))
        for name in ("building", "ready-deleted", "last-deleted"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self._copied.unlink(missing_ok=True)
        with suppress(OSError):
            self.folder.rmdir()
        return []

    def _moved(self, entry: Path) -> bool:
        """Move what no build wrote to the site. Return False if that has one of this name, or cannot take it."""
        target = self.site / entry.name
        if os.path.lexists(target):
            return False
        try:
            entry.rename(target)
        except OSError:
            return False
        return True


def _prefix(site: Path) -> str:
    return f".{site.name}.paicatalog-"

"""The record of what `fill` wrote into a site, kept in the site, by which the next fill recognizes and replaces it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from paicatalog import __version__
from paicatalog.site.built_site.shell_page import ShellPage

RECORD = "paicatalog-generated.json"


@dataclass(frozen=True, slots=True)
class Record:
    """The files that were written into a site, and the marked page, which is not on the site any more."""

    files: Mapping[str, str] = field(default_factory=dict)
    """File, relative to the site's root -> digest of its content. A file with another content is the generator's."""
    shell_page: ShellPage | None = None

    @classmethod
    def read(cls, folder: Path) -> "Record":
        """Read the record of a site; an empty one if it has none."""
        try:
            data = json.loads((folder / RECORD).read_text(encoding="utf-8"))
            return cls({str(name): str(digest) for name, digest in data["files"].items()}, ShellPage(**data["shell"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    def write(self, folder: Path) -> None:
        """Write the record into a site."""
        shell = {"path": self.shell_page.path, "html": self.shell_page.html} if self.shell_page else {}
        record = {"generator": f"paicatalog {__version__}", "shell": shell, "files": dict(sorted(self.files.items()))}
        (folder / RECORD).write_text(json.dumps(record, indent=0) + "\n", encoding="ascii", newline="\n")

    def written(self, folder: Path) -> Iterator[str]:
        """Yield the recorded files that still have their content, and the record."""
        yield RECORD
        for name, digest in self.files.items():
            file = folder / name
            if file.is_file() and _digest(file) == digest:
                yield name

    @classmethod
    def of(cls, folder: Path, files: Iterable[str], shell_page: ShellPage) -> "Record":
        """Return the record of files in a folder."""
        return cls({name: _digest(folder / name) for name in files}, shell_page)


def files_in(folder: Path) -> Iterator[str]:
    """Yield all files below a folder, relative to it, with `/`."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _digest(file: Path) -> str:
    return blake2b(file.read_bytes(), digest_size=8).hexdigest()

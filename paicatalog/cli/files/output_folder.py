"""The output folder of an export: checking that it may be replaced, and replacing it in one step."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from paicatalog import __version__
from paicatalog.cli.files.atomic_write import current_umask
from paicatalog.real_path import real_path
from paicatalog.reproduce.folder.json_file import json_file
from paicatalog.reproduce.instructions import File
from paicatalog.reproduce.shell.code import plain
from paicatalog.rules.wording import escape_controls

MARKER_FILE = ".paicatalog-export"
"""The file that marks a folder as an export. It lists the exported files and their hashes."""


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """The folder that an export is written to."""

    path: Path
    """Absolute, with symbolic links resolved, so that the folder is replaced and not a link to it."""

    @classmethod
    def prepare(cls, path: Path, *, force: bool) -> "OutputFolder":
        """Return the folder if it may be replaced. Raises UsageError if not.

        With `force`, an export may be replaced even if files in it were added or changed. A non-empty folder that is
        not an export may never be replaced.
        """
        folder = cls(real_path(path))
        if problem := folder._problem(force=force):
            raise click.UsageError(f"The export cannot go to {path}: {problem}")
        return folder

    def write(self, files: Iterable[File]) -> None:
        """Replace the folder by one with these files. Raises UsageError, without a change, if that fails."""
        contents = {file.name: (_content(file), file.executable) for file in files}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = Path(tempfile.mkdtemp(dir=self.path.parent, prefix=f".{self.path.name[:50]}."))
            try:
                _write_files(new, contents)
                self._replace_by(new)
            finally:
                shutil.rmtree(new, ignore_errors=True)
        except OSError as error:
            raise click.UsageError(
                f"The export cannot be written to {self.path}: {error.strerror}. Name another folder with `--output`."
            ) from error

    def _replace_by(self, new: Path) -> None:
        if not self.path.exists():
            new.rename(self.path)
            return
        last = new.with_name(f"{new.name}.last")
        self.path.rename(last)
        try:
            new.rename(self.path)
        except OSError:
            last.rename(self.path)
            raise
        shutil.rmtree(last, ignore_errors=True)

    def _problem(self, *, force: bool) -> str:
        if self.path.is_symlink():
            return "that is a link that leads to itself. Delete it, or name a folder with `--output`."
        if not self.path.exists():
            return ""
        if not self.path.is_dir():
            return "that is a file. Name a folder with `--output`."
        if real_path(Path.cwd()).is_relative_to(self.path):
            return "you are in it, and an export replaces all. Name a folder within with `--output`."
        return self._content_problem(force=force) if any(self.path.iterdir()) else ""

    def _content_problem(self, *, force: bool) -> str:
        sums = _recorded_sums(self.path)
        if sums is None:
            return "it holds files that are no export. Empty it, or name another folder with `--output`."
        changed = [] if force else sorted(_changed_files(self.path, sums))
        if not changed:
            return ""
        shown = ", ".join(map(escape_controls, changed[:5])) + (", ..." if len(changed) > 5 else "")
        return f"it holds what was added or changed since ({shown}). Move that, or replace all with `--force`."


def _write_files(folder: Path, contents: Mapping[str, tuple[bytes, bool]]) -> None:
    mode = 0o666 & ~current_umask()
    for name, (content, executable) in contents.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        # Set an executable bit for each readable bit.
        target.chmod(mode | ((mode & 0o444) >> 2) if executable else mode)
    record = {
        "generator": f"paicatalog {__version__}",
        "files": {name: _sha256(content) for name, (content, _) in contents.items()},
    }
    (folder / MARKER_FILE).write_text(json_file(record), encoding="utf-8")
    folder.chmod(0o777 & ~current_umask())


def _recorded_sums(folder: Path) -> Mapping[str, str] | None:
    """Return the SHA-256 sums of an export's files by name, as recorded, or None if the folder is not an export."""
    try:
        record = json.loads((folder / MARKER_FILE).read_text(encoding="utf-8"))
        return dict(record["files"]) if str(record["generator"]).startswith("paicatalog ") else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _changed_files(folder: Path, sums: Mapping[str, str]) -> Iterable[str]:
    """Yield the names of files that were added to an export or changed."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if name == MARKER_FILE:
            continue
        if path.is_symlink() or not path.is_file() or sums.get(name) != _sha256(path.read_bytes()):
            yield name


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(file: File) -> bytes:
    """Return the content of a file to write, ending with a line break unless it is empty."""
    text = plain(file.content)
    return (text if not text or text.endswith("\n") else f"{text}\n").encode("utf-8", "replace")

"""The cache of the previous run: records by path and content digest, in one file that can be deleted at any time.

Validity depends on content, never on dates. A file written with other rules, by another version of this program or of
Python, or with a damaged byte is treated as empty. Concurrent runs are safe: each writes a temporary file and renames
it; the last one wins.
"""

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

from paicatalog.protocol.document import SourceFile
from paicatalog.rules.commands.bash import bash_fingerprint
from paicatalog.rules.rule import Rule

FEWEST_FILES = 200
"""The number of files from which the cache is used. Checking fewer takes no longer than reading the cache."""
_MAXIMUM_AGE_DAYS = 30
_DIGEST_SIZE = 16
_PACKAGE = Path(__file__).parent.parent


class Cache:
    """The records of one catalog, for one set of rules and one version of this program."""

    def __init__(self, file: Path, rules: Sequence[Rule]) -> None:
        self._file = file
        self._program = _program_digest() + _digest(repr([(rule.id, str(rule.severity)) for rule in rules]).encode())
        self._records: Mapping[str, tuple[str, bytes]] = _read(file, self._program)
        self._new: dict[str, tuple[str, bytes]] = {}

    @classmethod
    def for_paths(cls, paths: Iterable[Path], rules: Sequence[Rule]) -> "Cache | None":
        """Return the cache for checking these paths from the current folder, or None if there is no cache folder."""
        folder = cache_folder()
        if folder is None:
            return None
        key = "\0".join([str(Path.cwd()), *map(str, paths)])
        return cls(folder / f"{_digest(os.fsencode(key)).hex()}.checked", rules)

    def get(self, name: str, digest: str) -> bytes | None:
        """Return the record with this name, or None if it is missing or its digest differs."""
        found = self._records.get(name)
        return found[1] if found and found[0] == digest else None

    def put(self, name: str, digest: str, record: bytes) -> None:
        """Add a record for the next run. `save` writes it."""
        self._new[name] = (digest, record)

    def save(self) -> None:
        """Replace the file's records by those added in this run. Do nothing if the file cannot be written."""
        if self._new == self._records:
            return
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _delete_old(self._file.parent)
            _replace(self._file, _to_bytes(self._program, self._new))


def cache_folder() -> Path | None:
    """Return the program's cache folder by the conventions of the platform, or None if it cannot be determined."""
    # Most runs check a few files without a cache, and this import takes longer.
    from platformdirs import user_cache_path  # noqa: PLC0415

    folder = user_cache_path("paicatalog", appauthor=False, opinion=False)
    return folder if folder.is_absolute() else None


def content_digest(source: SourceFile) -> str:
    """Return the hexadecimal digest of a file's content."""
    return _digest(source.content).hex()


def _digest(content: bytes | memoryview) -> bytes:
    return blake2b(content, digest_size=_DIGEST_SIZE).digest()


@cache
def _program_digest() -> bytes:
    """Return a digest of everything that findings depend on besides files and rules: our code, PyYAML, jsonschema,
    Python, the machine, and bash, which checks the syntax of commands."""
    # Most runs check a few files without a cache, and these imports take longer.
    import platform  # noqa: PLC0415
    from importlib.metadata import version  # noqa: PLC0415

    total = blake2b(digest_size=_DIGEST_SIZE)
    versions = [sys.version, platform.machine(), version("PyYAML"), version("jsonschema"), bash_fingerprint()]
    total.update(repr(versions).encode())
    for package in ("protocol", "rules", "catalog", "checking", "parallel"):
        for file in sorted((_PACKAGE / package).rglob("*.py")):
            total.update(f"{file.relative_to(_PACKAGE)}\0".encode())
            total.update(_digest(file.read_bytes()))
    return total.digest()


def _to_bytes(program: bytes, records: Mapping[str, tuple[str, bytes]]) -> bytes:
    index = json.dumps([[name, digest, len(record)] for name, (digest, record) in records.items()]).encode()
    body = b"".join([index, b"\n", *(record for _, record in records.values())])
    return b"".join([program, _digest(body), body])


def _read(file: Path, program: bytes) -> Mapping[str, tuple[str, bytes]]:
    try:
        content = file.read_bytes()
        os.utime(file)  # Files not used for a month are deleted.
    except OSError:
        return {}
    start = len(program) + _DIGEST_SIZE
    if content[: len(program)] != program or content[len(program) : start] != _digest(memoryview(content)[start:]):
        return {}
    end = content.index(b"\n", start)
    records, offset = {}, end + 1
    for name, digest, length in json.loads(content[start:end]):
        records[name] = (digest, content[offset : offset + length])
        offset += length
    return records


def _replace(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _delete_old(folder: Path) -> None:
    """Delete cache files that were not used for a month, and temporary files left by killed runs."""
    oldest = time.time() - _MAXIMUM_AGE_DAYS * 86_400
    for file in folder.iterdir():
        if file.suffix in (".checked", ".new") and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)

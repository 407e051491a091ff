"""The cache of the previous run: records by path and content, in one file that can be deleted at any time.

Validity depends on content, never on dates. The file begins with a digest, made with a key of this account
(`cache_key.py`), of the records and all that they depend on. So a file that is damaged, planted, or written with other
rules or by another version of this program or of Python is treated as empty. Records are JSON, which runs nothing when
it is read. They contain no data and no paths of files; their names are digests made with the key, too.

Concurrent runs are safe: each writes a temporary file and renames it; the last one wins.
"""

import hmac
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from paicatalog.checking.cache_key import cache_key
from paicatalog.checking.private_files import read_private, replace_private, require_private
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

    def __init__(self, file: Path, key: bytes, rules: Sequence[Rule]) -> None:
        self._file = file
        self._key = key
        self._program = _program_digest() + repr([(rule.id, str(rule.severity)) for rule in rules]).encode()
        self._records = self._read()
        self._new: dict[str, Any] = {}

    @classmethod
    def for_paths(cls, paths: Iterable[Path], rules: Sequence[Rule]) -> "Cache | None":
        """Return the cache for checking these paths from the current folder, or None if there can be none.

        Raises UnsafeFileError if another user could have written it.
        """
        folder = cache_folder()
        if folder is None:
            return None
        with suppress(FileNotFoundError, NotADirectoryError):
            require_private(folder)
        key = cache_key()
        if key is None:
            return None
        name = blake2b(os.fsencode("\0".join([str(Path.cwd()), *map(str, paths)])), digest_size=_DIGEST_SIZE)
        return cls(folder / f"{name.hexdigest()}.checked", key, rules)

    def name(self, source: SourceFile) -> str:
        """Return the name of a file's record, which depends on its path and content."""
        return self._digest(os.fsencode(source.path), b"\0", source.content)

    def name_of_all(self, names: Iterable[str]) -> str:
        """Return the name of the record of several files together, in any order, which is none of a single file's."""
        return self._digest("\n".join(sorted(names)).encode())

    def get(self, name: str) -> Any:
        """Return the record with this name, or None if there is none."""
        return self._records.get(name)

    def put(self, name: str, record: Any) -> None:
        """Add a record, of values that JSON supports, for the next run. `save` writes it."""
        self._new[name] = record

    def save(self) -> None:
        """Replace the file's records by those added in this run. Do nothing if the file cannot be written."""
        if self._new == self._records:
            return
        body = json.dumps(self._new, separators=(",", ":")).encode()
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _delete_old(self._file.parent)
            replace_private(self._file, f"{self._digest(self._program, body)}\n".encode() + body)

    def _read(self) -> Mapping[str, Any]:
        """Return the records of the file; none if anything is wrong with it. Raises UnsafeFileError."""
        try:
            content = read_private(self._file)
            os.utime(self._file)  # Files not used for a month are deleted.
        except OSError:
            return {}
        digest, _, body = content.partition(b"\n")
        if not hmac.compare_digest(digest, self._digest(self._program, body).encode()):
            return {}
        return json.loads(body)  # type: ignore[no-any-return] # `save` wrote it: nobody else has the key.

    def _digest(self, *parts: bytes) -> str:
        total = blake2b(key=self._key, digest_size=_DIGEST_SIZE)
        for part in parts:
            total.update(part)
        return total.hexdigest()


def cache_folder() -> Path | None:
    """Return the program's cache folder by the conventions of the platform, or None if it cannot be determined."""
    # Most runs check a few files without a cache, and this import takes longer.
    from platformdirs import user_cache_path  # noqa: PLC0415

    folder = user_cache_path("paicatalog", appauthor=False, opinion=False)
    return folder if folder.is_absolute() else None


@cache
def _program_digest() -> bytes:
    """Return a digest of everything that findings depend on besides files and rules: our code, the packages it uses,
    Python, the machine, and bash, which checks the syntax of commands."""
    # Most runs check a few files without a cache, and these imports take longer.
    import platform  # noqa: PLC0415
    from importlib.metadata import version  # noqa: PLC0415

    total = blake2b(digest_size=_DIGEST_SIZE)
    packages = [version(name) for name in ("PyYAML", "jsonschema", "confusable-homoglyphs")]
    versions = [sys.version, platform.machine(), *packages, bash_fingerprint()]
    total.update(repr(versions).encode())
    for package in ("protocol", "rules", "catalog", "checking", "parallel"):
        for file in sorted((_PACKAGE / package).rglob("*.py")):
            total.update(f"{file.relative_to(_PACKAGE)}\0".encode())
            total.update(blake2b(file.read_bytes(), digest_size=_DIGEST_SIZE).digest())
    return total.digest()


def _delete_old(folder: Path) -> None:
    """Delete cache files that were not used for a month, and temporary files left by killed runs."""
    oldest = time.time() - _MAXIMUM_AGE_DAYS * 86_400
    for file in folder.iterdir():
        if file.suffix in (".checked", ".new") and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)

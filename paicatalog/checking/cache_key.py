"""The secret key that authenticates the cache.

The key is kept apart from the cache. Whoever can plant a cache file, for instance in the cache that a CI service shares
between branches, can make it valid only with the key of the account that reads it.
"""

import secrets
from contextlib import suppress
from pathlib import Path

from paicatalog.checking.private_files import read_private, replace_private, require_private

_FILE = "cache.key"
_SIZE = 32
"""Bytes."""


def cache_key() -> bytes | None:
    """Return the key of this account, and make one if there is none; None if that is impossible.

    Raises UnsafeFileError if another user could have written it.
    """
    # Most runs check a few files without a cache, and this import takes longer.
    from platformdirs import user_state_path  # noqa: PLC0415

    folder = user_state_path("paicatalog", appauthor=False)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        require_private(folder)
        return _read(folder / _FILE) or _make(folder / _FILE)
    return None


def _read(file: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        key = read_private(file)
        return key if len(key) == _SIZE else None
    return None


def _make(file: Path) -> bytes:
    key = secrets.token_bytes(_SIZE)
    replace_private(file, key)
    return key

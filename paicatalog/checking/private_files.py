"""Files of this program that no other user can write: checking that, reading, and replacing them in one step."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_WRITABLE_BY_OTHERS = 0o022
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class UnsafeFileError(Exception):
    """Another user could have written a file. The message is shown to the user and says what to do."""


def require_private(folder: Path) -> None:
    """Raise UnsafeFileError if another user owns a folder or can write to it; OSError if it does not exist."""
    _require_private(folder, folder.stat())


def read_private(file: Path) -> bytes:
    """Return the content of a file. Raises UnsafeFileError, and OSError if it is missing or a symbolic link."""
    handle = os.open(file, os.O_RDONLY | _NO_LINK | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        _require_private(file, os.fstat(handle))
        return stream.read()


def replace_private(file: Path, content: bytes) -> None:
    """Write a file that only this user can read and write. Raises OSError, and leaves no partial file."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _require_private(path: Path, status: os.stat_result) -> None:
    if os.name == "nt":  # The folders of a user's profile are private there, and files have no modes.
        return
    if status.st_uid != os.geteuid():
        raise UnsafeFileError(f"The cache is not used: {path} belongs to another user. Delete it.")
    if status.st_mode & _WRITABLE_BY_OTHERS:
        raise UnsafeFileError(f"The cache is not used: other users can write to {path}. Run `chmod go-w {path}`.")

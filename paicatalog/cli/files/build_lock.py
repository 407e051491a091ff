"""A lock for the time of a build, so that two builds never write the same site.

The lock is the system's, on an open file: it ends with the process, however that ends. A file that a killed build left
behind locks nothing, and the next build takes it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_LONGEST_ID = 20
"""Bytes that are enough for the id of a process."""

if sys.platform == "win32":
    import msvcrt

    _FAR_BYTE = 1 << 20
    """Windows does not let others read a locked byte, so the lock is on one behind the id of the process."""

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class AnotherBuildError(Exception):
    """Another process holds the lock."""

    def __init__(self, process: int | None) -> None:
        super().__init__(process)
        self.process = process
        """The id of the process; None if it has not written it yet."""


@contextmanager
def build_lock(site: Path) -> Iterator[None]:
    """Hold the lock of a site. Raises AnotherBuildError at once if another process does, or OSError."""
    file = site.with_name(f".{site.name}.paicatalog-lock")
    descriptor = _open_locked(file)
    try:
        yield
    finally:
        # On Windows an open file cannot be deleted: it is closed first, and stays if another build has opened it since.
        if sys.platform == "win32":
            os.close(descriptor)
        with suppress(OSError):
            file.unlink()
        if sys.platform != "win32":
            os.close(descriptor)


def _open_locked(file: Path) -> int:
    while True:
        descriptor = os.open(file, _FLAGS, 0o644)
        try:
            _take(descriptor)
            if _is_open_as(descriptor, file):
                os.ftruncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # The build that held it has deleted the file since we opened it.


def _take(descriptor: int) -> None:
    try:
        _lock(descriptor)
    except (BlockingIOError, PermissionError) as error:
        written = os.read(descriptor, _LONGEST_ID)
        raise AnotherBuildError(int(written) if written.isdigit() else None) from error


def _is_open_as(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.lstat())
    except FileNotFoundError:
        return False

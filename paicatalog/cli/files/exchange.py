"""Exchanging two folders in one step, where the system can."""

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""Of Linux; see renameat2(2)."""
_RENAME_SWAP = 2
"""Of macOS; see renamex_np(2)."""


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders of one file system, so that there is no moment at which one of the names is missing.

    Return False, without a change, if the system or the file system cannot do that. Raises OSError if either of them
    does not exist.
    """
    swap = _swap_function()
    if swap is not None and swap(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    for path in (one, other):
        path.lstat()
    return False


def _swap_function() -> Callable[[bytes, bytes], int] | None:
    """Return the C library's function, whose result is 0 on success; None if it has none."""
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            renameat2 = library.renameat2
            return lambda one, other: int(renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE))
        if sys.platform == "darwin":
            renamex_np = library.renamex_np
            return lambda one, other: int(renamex_np(one, other, _RENAME_SWAP))
    except (AttributeError, OSError, TypeError):  # A C library without it; TypeError: Windows has no `CDLL(None)`.
        pass
    return None

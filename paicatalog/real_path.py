"""Paths without symbolic links, also of links that lead nowhere or to themselves."""

import os
from pathlib import Path


def real_path(path: Path) -> Path:
    """Return the absolute path without symbolic links. A link to itself stays as it is.

    `Path.resolve` raises RuntimeError for such a link before Python 3.13.
    """
    return Path(os.path.realpath(path))

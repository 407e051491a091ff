"""Writing a file atomically."""

import os
import tempfile
from pathlib import Path

import click

from paicatalog.real_path import real_path


def write_atomically(content: bytes, file: Path) -> None:
    """Replace a file in one step. Raises UsageError if it cannot be written."""
    target = real_path(file)
    if target.is_symlink():
        raise click.UsageError(f"{file} is a link that leads to itself. Delete it, or name another file.")
    try:
        _replace(content, target)
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from error


def _replace(content: bytes, target: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        new.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~current_umask())
        new.replace(target)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def current_umask() -> int:
    """Return the umask of the process."""
    umask = os.umask(0)
    os.umask(umask)
    return umask

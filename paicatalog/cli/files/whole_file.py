"""Writing a file whole or not at all."""

import os
import tempfile
from pathlib import Path

import click


def write_whole(content: bytes, file: Path) -> None:
    """Replace a file in one step; ends the command with a sentence where it cannot be written."""
    target = file.resolve()
    try:
        _replace(content, target)
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from error


def _replace(content: bytes, target: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        fresh.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~current_mask())
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def current_mask() -> int:
    """Return which rights new files do not get here."""
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Notes on a conversion, and the error that stops it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A part of the file that could not be converted without a change of meaning."""

    key: str
    """Its path in the old file, such as `taskRoles.worker.portList`."""
    why: str
    """What was changed and why: one or more sentences."""
    remedy: str
    """What the user should do: one or more sentences."""


class ConversionError(Exception):
    """The file cannot be converted. The message gives the reason, without a full stop.

    `convert.py` catches it and returns an `Unconvertible`.
    """

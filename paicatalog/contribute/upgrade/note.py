"""What a conversion has to tell, and why it cannot go on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something that could not be carried over as it was."""

    key: str
    """Where it stood in the old file: `taskRoles.worker.portList`."""
    why: str
    """What became of it and why; begins with a capital, ends with a full stop."""
    remedy: str
    """What to do; likewise."""


class StoppedError(Exception):
    """The file cannot be converted; the text says what stops it, without a full stop.

    Raised below `convert` only, which turns it into a value.
    """

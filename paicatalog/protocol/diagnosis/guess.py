"""A guess of what is wrong with a file that its schema refuses; `cause.py` tries them."""

from dataclasses import dataclass, replace

from paicatalog.protocol.diagnosis.corrections import Move
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class Guess:
    """What may be wrong."""

    cause: Problem
    moves: tuple[Move, ...]
    """What puts it right."""
    gain: int
    """How much less the schema has to refuse then, at least, if this was it."""


def misplaced(unknown: Problem, meant: Pointer, gain: int) -> Guess:
    """Guess that the key which the schema does not know belongs at `meant`."""
    cause = replace(unknown, detail={**unknown.detail, "meant": meant})
    return Guess(cause, (Move(unknown.place.pointer, meant),), gain)


def unknown_key(pointer: Pointer) -> Problem:
    """Say that the schema does not know a key, where it takes it for something else."""
    return Problem(ProblemKind.UNKNOWN_KEY, Place(pointer, Part.KEY), {"key": pointer[-1], "allowed": ()})

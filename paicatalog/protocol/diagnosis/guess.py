"""Guesses at the mistake in a file that its schema refuses; `causes.py` tries them."""

from dataclasses import dataclass, replace

from paicatalog.protocol.corrections import Move
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class Guess:
    """A possible mistake."""

    cause: Problem
    moves: tuple[Move, ...]
    """The correction."""
    gain: int
    """The least number of problems that the correction has to remove for the guess to be accepted."""
    by_name: bool = False
    """Whether the name of the key is the evidence, so that problems inside its value do not count."""


def misplaced_key(unknown: Problem, meant: Pointer, gain: int, *, by_name: bool = False) -> Guess:
    """Return the guess that an unknown key belongs at `meant`."""
    cause = replace(unknown, detail={**unknown.detail, "meant": meant})
    return Guess(cause, (Move(unknown.place.pointer, meant),), gain, by_name)


def unknown_key_problem(pointer: Pointer) -> Problem:
    """Return the problem of an unknown key, for one that the schema accepts as something else."""
    return Problem(ProblemKind.UNKNOWN_KEY, Place(pointer, Part.KEY), {"key": pointer[-1], "allowed": ()})

"""Replacement of parts of a text."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replacement:
    """A part of a text, and what is published in its place."""

    start: int
    end: int
    """Offsets in the text, the end exclusive."""
    text: str


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """Return `text` with its parts replaced, which are in order and do not overlap."""
    pieces, at = [], 0
    for each in replacements:
        pieces += [text[at : each.start], each.text]
        at = each.end
    return "".join([*pieces, text[at:]])

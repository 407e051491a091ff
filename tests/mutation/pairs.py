"""Two mistakes in one file: the text with both, and where each of them is found then."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from mistake import BASES, Mistake


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mistakes in different lines of the same file."""

    first: Mistake
    """The one further up."""
    second: Mistake

    @property
    def text(self) -> str:
        base = BASES[self.first.base]
        start, end = self.second.range
        head = base[:start] + self.second.new + base[end:]
        start, end = self.first.range
        return head[:start] + self.first.new + head[end:]

    @property
    def lines(self) -> tuple[int, int]:
        """The lines of the two findings."""
        return self._line(self.first, self.second), self._line(self.second, self.first)

    def _line(self, mistake: Mistake, other: Mistake) -> int:
        """Return where `mistake` is found: as many lines further down as the other edit adds above it."""
        line = mistake.line
        start, end = other.range
        base = BASES[other.base]
        moved = mistake.new.count("\n") - mistake.old.count("\n") if mistake.range[1] <= start else 0
        last_changed = base[:end].rstrip("\n").count("\n") + 1 + moved
        return line + (other.new.count("\n") - other.old.count("\n")) * (line > last_changed)


def pairs(mistakes: Sequence[Mistake], number: int, seed: int) -> Iterator[Pair]:
    """Yield a sample of pairs of mistakes that are edits of different lines of the same file."""
    edits = [mistake for mistake in mistakes if mistake.content is None and not mistake.beside and not mistake.file]
    possible = [
        Pair(*sorted(pair, key=lambda mistake: mistake.range))
        for pair in combinations(edits, 2)
        if pair[0].base == pair[1].base and _are_apart(*pair)
    ]
    yield from random.Random(seed).sample(possible, number)


def _are_apart(one: Mistake, other: Mistake) -> bool:
    return not (set(_lines(one)) & set(_lines(other)))


def _lines(mistake: Mistake) -> range:
    base = BASES[mistake.base]
    start, end = mistake.range
    return range(base.count("\n", 0, start), base.rstrip("\n").count("\n", 0, end) + 1)

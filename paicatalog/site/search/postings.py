"""The inverted index: for each term, the items that contain it, by field; split into shards of a bounded size."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from paicatalog.site.search.number_encoding import encode_ascending

SHARD_BYTES = 16_000
"""A shard contains at least one term; a term of 10,000 items has some 10,000 bytes."""
_MOST_SHARDS = 2
"""Shards that a browser reads for the terms with a prefix; for prefixes of more shards, their union is stored."""


@dataclass(slots=True)
class Postings:
    """The items that contain a term, in ascending order, each in the field of the greatest weight that has the term."""

    rest: list[int] = field(default_factory=list)
    summary: list[int] = field(default_factory=list)
    """In the summary or a tag."""
    both: list[int] = field(default_factory=list)
    """In both the summary and a tag, that is, a main topic of the item."""
    title: list[int] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    """The term is the whole title."""

    def __len__(self) -> int:
        return sum(map(len, self.lists))

    @property
    def lists(self) -> tuple[list[int], ...]:
        """The fields by ascending weight."""
        return self.rest, self.summary, self.both, self.title, self.whole

    @property
    def code(self) -> str:
        """The encoded fields from `rest` to `whole`, joined by commas; empty ones at the end are left out."""
        return ",".join(map(encode_ascending, self.lists)).rstrip(",")


@dataclass(frozen=True, slots=True)
class Shards:
    """The whole index in parts that can be written as JSON."""

    first: tuple[str, ...]
    """The first term of each shard, ascending by UTF-16 code units, as JavaScript compares strings."""
    shards: tuple[Mapping[str, str], ...]
    """Term -> code."""
    prefixes: Mapping[str, str]
    """Prefix of terms in several shards -> the code of the union of all terms with it."""


def split_into_shards(index: Mapping[str, Postings]) -> Shards:
    """Split an index into shards."""
    ordered = sorted(index, key=_utf16)
    shards = tuple(map(dict, _shards(ordered, index)))
    first = tuple(next(iter(shard)) for shard in shards)
    return Shards(first, shards, {start: _union(start, ordered, index).code for start in _common_prefixes(first)})


def _utf16(term: str) -> bytes:
    return term.encode("utf-16-be", "surrogatepass")


def _shards(ordered: Sequence[str], index: Mapping[str, Postings]) -> Iterator[list[tuple[str, str]]]:
    shard: list[tuple[str, str]] = []
    size = 2
    for term in ordered:
        code = index[term].code
        cost = len(term.encode()) + len(code) + 6
        if shard and size + cost > SHARD_BYTES:
            yield shard
            shard, size = [], 2
        shard.append((term, code))
        size += cost
    if shard:
        yield shard


def _common_prefixes(first: Sequence[str]) -> list[str]:
    """Return every prefix whose terms may be in more than `_MOST_SHARDS` shards."""
    prefixes = sorted((term[:length] for term in first for length in range(1, len(term) + 1)), key=_utf16)
    return [start for start, same in groupby(prefixes) if sum(1 for _ in same) >= _MOST_SHARDS]


def _union(start: str, ordered: Sequence[str], index: Mapping[str, Postings]) -> Postings:
    at = bisect_left(ordered, _utf16(start), key=_utf16)
    found: list[Postings] = []
    while at < len(ordered) and ordered[at].startswith(start):
        found.append(index[ordered[at]])
        at += 1
    whole = _merged(one.whole for one in found)
    title = _merged(one.title for one in found) - whole
    both = _merged(one.both for one in found) - title - whole
    summary = _merged(one.summary for one in found) - both - title - whole
    rest = _merged(one.rest for one in found) - summary - both - title - whole
    # An item whose whole title is a longer term has the prefix only in its title.
    return Postings(sorted(rest), sorted(summary), sorted(both), sorted(title | whole))


def _merged(lists: Iterable[Sequence[int]]) -> set[int]:
    return set().union(*lists)

"""The plain lists of components, by type and by tag: names, sizes and URLs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.facts.card import Card
from paicatalog.site.theme.type_names import type_plural
from paicatalog.site.urls.addresses import BROWSE, segment

TAGS = f"{BROWSE}tags/"


@dataclass(frozen=True, slots=True)
class ListLink:
    """A list: its name, the URL of its first page, and the number of its components."""

    words: str
    url: str
    count: int
    kind: str = ""
    """Component type; "" for a tag."""


def type_lists(cards: Sequence[Card]) -> tuple[ListLink, ...]:
    """Return the list of each type that has components."""
    counts = Counter(card.kind for card in cards if card.newest)
    return tuple(
        ListLink(type_plural(type_), f"{BROWSE}{type_.folder}/", counts[type_.value], type_.value)
        for type_ in ComponentType
        if counts[type_.value]
    )


def tag_lists(cards: Iterable[Card]) -> tuple[ListLink, ...]:
    """Return the list of each tag, the most frequent first.

    Tags that differ only in case share a list, since some file systems are case-insensitive.
    """
    spellings: dict[str, Counter[str]] = {}
    for card in cards:
        if card.newest:
            for key, tag in {tag.lower(): tag for tag in card.tags}.items():
                spellings.setdefault(key, Counter())[tag] += 1
    found = [ListLink(_commonest(counts), tag_list_url(key), counts.total()) for key, counts in spellings.items()]
    return tuple(sorted(found, key=lambda link: (-link.count, link.words.lower(), link.url)))


def tag_list_url(tag: str) -> str:
    """Return the URL of a tag's list."""
    return f"{TAGS}{segment(tag.lower())}/"


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda spelling: (-counts[spelling], spelling))

"""The plain lists of the catalog: which there are, what they hold and where they are."""

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
    """A list: what it is called, where its first page is and how much it holds."""

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
    """Return the list of each tag, commonest first.

    Tags that differ in capitals only share a list: some file systems cannot hold both.
    """
    spellings: dict[str, Counter[str]] = {}
    for card in cards:
        if card.newest:
            for key, tag in {tag.lower(): tag for tag in card.tags}.items():
                spellings.setdefault(key, Counter())[tag] += 1
    found = [ListLink(_commonest(counts), tag_list_url(key), counts.total()) for key, counts in spellings.items()]
    return tuple(sorted(found, key=lambda link: (-link.count, link.words.lower(), link.url)))


def tag_list_url(tag: str) -> str:
    """Return the address of a tag's list."""
    return f"{TAGS}{segment(tag.lower())}/"


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda spelling: (-counts[spelling], spelling))

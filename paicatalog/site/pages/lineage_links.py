"""The lineage pages of types and tags: which there are, and the components that they list."""

from collections.abc import Sequence
from dataclasses import dataclass

from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.facts.card import Card
from paicatalog.site.pages.list_links import tag_lists
from paicatalog.site.theme.language import gettext
from paicatalog.site.theme.type_names import type_plural
from paicatalog.site.urls.addresses import LINEAGE, segment

MOST_TAGS = 40


@dataclass(frozen=True, slots=True)
class LineageEntry:
    """The lineage page of one type or tag."""

    words: str
    url: str
    list_url: str
    """The plain list of all its components, including unused ones."""
    kind: str
    """Component type; "" for a tag."""
    cards: tuple[Card, ...]
    """Its components that jobs use or read from, the most used first."""

    @property
    def count(self) -> int:
        return len(self.cards)

    @property
    def use(self) -> str:
        """The text after the number of components."""
        return gettext("read by others") if self.kind == ComponentType.JOB else gettext("in use")

    @property
    def description(self) -> str:
        """A sentence that describes the page."""
        if self.kind == ComponentType.JOB:
            return gettext("Jobs whose output other jobs read, those with the most readers first.")
        what = self.words if self.kind else gettext("Components tagged %(tag)s", tag=self.words)
        return gettext("%(what)s that jobs of this catalog use or read from, the most used first.", what=what)


def type_entries(cards: Sequence[Card]) -> list[LineageEntry]:
    """Return an entry for each type with components that are used."""
    used = _used_cards(cards)
    entries = [
        LineageEntry(
            words=type_plural(type_),
            url=f"{LINEAGE}{type_.folder}/",
            list_url=f"catalog/{type_.folder}/",
            kind=type_.value,
            cards=tuple(card for card in used if card.kind == type_.value),
        )
        for type_ in ComponentType
    ]
    return [entry for entry in entries if entry.cards]


def tag_entries(cards: Sequence[Card]) -> list[LineageEntry]:
    """Return an entry for each of the most frequent tags of components that are used."""
    used = _used_cards(cards)
    by_tag: dict[str, list[Card]] = {}
    for card in used:
        for tag in {tag.lower() for tag in card.tags}:
            by_tag.setdefault(tag, []).append(card)
    lists = {link.words.lower(): link for link in tag_lists(cards)}
    chosen = sorted(by_tag, key=lambda tag: (-len(by_tag[tag]), tag))[:MOST_TAGS]
    return [
        LineageEntry(lists[tag].words, f"{LINEAGE}tags/{segment(tag)}/", lists[tag].url, "", tuple(by_tag[tag]))
        for tag in chosen
    ]


def _used_cards(cards: Sequence[Card]) -> list[Card]:
    newest = (card for card in cards if card.newest and card.used_by)
    return sorted(newest, key=lambda card: (-card.used_by, card.title.lower(), card.url))

"""The search index: many small files, of which a browser reads only those that a query needs (`assets/search.js`).

    search/manifest.json     read first: counts, version, first term of each shard
    search/terms/K.json      a shard: terms in alphabetical order -> items (`postings.py`)
    search/prefixes/K.json   the union of all terms with a common prefix -> items
    search/cards/K.json      the data that results show, 8 items each
    search/text/K.json       the beginnings of the texts, 4 items each, for excerpts
    search/facets.json       filter -> value -> items
    search/orders/NAME.json  the items in another order
    search/vocabulary.json   common words, for "did you mean"

Items are numbered in the default order of results, which equal matches keep: the newest version of each component,
sorted by type, then older versions, then documentation.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from paicatalog.reproduce.job.resources import memory_words
from paicatalog.site.facts.card import Card
from paicatalog.site.page import SearchEntry, StaticFile
from paicatalog.site.search.facets import UNINDEXED_FACETS, facet_table
from paicatalog.site.search.number_encoding import encode_order
from paicatalog.site.search.postings import Postings, Shards, split_into_shards
from paicatalog.site.search.synonyms import FACT_FILTERS, FACTS, STOP_WORDS, TYPE_NAMES, fact_term, split_synonyms
from paicatalog.site.search.words import TermCache, whole_term
from paicatalog.site.theme.type_icons import TYPE_PATHS

CARDS_IN_FILE = 8
TEXTS_IN_FILE = 4
LONGEST_EXCERPT_TEXT = 4_000
"""Characters of a text kept for excerpts; terms beyond are indexed all the same."""
LONGEST_TEXT = 200_000
"""Characters of a text that are indexed."""
MOST_WORDS = 3_000
"""The size of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Item:
    """A searchable page with the data that a result shows."""

    url: str
    entry: SearchEntry
    card: Card | None
    """None for documentation."""

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """The values for the filters, at least the type."""
        own = {"type": (self.entry.kind,), **self.entry.facets}
        older = self.card is not None and not self.card.newest
        return {**own, "status": (*own.get("status", ()), "older")} if older else own

    @property
    def row(self) -> list[object]:
        """The card in the form that `assets/search.js` reads."""
        entry, card = self.entry, self.card
        common: list[object] = [self.url, entry.kind, entry.title, entry.summary]
        if not card:
            return common
        status = card.status if card.newest else (*card.status, "older")
        return [*common, card.version, card.tags, card.hardware, card.usage, status, self._figures(card)]

    def _figures(self, card: Card) -> list[object]:
        """Return the columns of the table view: GPUs, memory, jobs that use it, grade, date of the last change."""
        asked = card.footprint
        gpus, memory = (asked.gpus, memory_words(asked.memory_mb)) if asked else ("", "")
        grade = next(iter(self.entry.facets.get("grade", ())), "")
        return [gpus, memory, card.used_by, grade, card.changed[:10]]


def search_files(cards: Sequence[Card], entries: Iterable[tuple[str, SearchEntry]]) -> Iterator[StaticFile]:
    """Yield the files of the index.

    `cards` is the result of `all_cards`; `entries` are the search entries of all pages, components and documentation,
    with the pages' URLs. Equal input gives equal bytes.
    """
    items = _items(cards, entries)
    index = _index(items)
    shards = split_into_shards(index)
    digest = hashlib.sha256()
    for url, value in _contents(items, shards, index):
        content = _json(value)
        digest.update(url.encode() + b"\0" + content + b"\0")
        yield StaticFile(f"search/{url}.json", content)
    yield StaticFile("search/manifest.json", _json(_manifest(items, shards, index, version=digest.hexdigest()[:16])))


def _items(cards: Sequence[Card], entries: Iterable[tuple[str, SearchEntry]]) -> list[Item]:
    by_url = {card.url: (at, card) for at, card in enumerate(cards)}
    last = len(cards), None
    ranked = [(by_url.get(url, last), url, entry) for url, entry in entries]
    ranked.sort(key=lambda item: (item[0][0], item[1]))
    return [Item(url, entry, card) for (_, card), url, entry in ranked]


def _index(items: Sequence[Item]) -> dict[str, Postings]:
    index: defaultdict[str, Postings] = defaultdict(Postings)
    cache = TermCache()
    for at, item in enumerate(items):
        entry = item.entry
        whole = whole_term(entry.title)
        title = cache.of(entry.title)
        summary, tags = cache.of(entry.summary, entry.headings), cache.of(*entry.facets.get("tag", ()))
        about = (summary | tags) - title
        for term in cache.of(entry.text[:LONGEST_TEXT], *_facet_texts(entry)) - title - about:
            index[term].rest.append(at)
        for term in about:
            (index[term].both if term in summary and term in tags else index[term].summary).append(at)
        for term in title:
            (index[term].whole if term == whole else index[term].title).append(at)
        for term in _fact_terms(entry):
            index[term].title.append(at)
    return index


def _fact_terms(entry: SearchEntry) -> Iterator[str]:
    for name in FACT_FILTERS:
        yield from (fact_term(name, value) for value in entry.facets.get(name, ()))


def _facet_texts(entry: SearchEntry) -> Iterator[str]:
    for name, values in entry.facets.items():
        if name not in UNINDEXED_FACETS:
            yield from values


def _contents(items: Sequence[Item], shards: Shards, index: Mapping[str, Postings]) -> Iterator[tuple[str, object]]:
    for at, shard in enumerate(shards.shards):
        yield f"terms/{at}", shard
    for at, code in enumerate(shards.prefixes.values()):
        yield f"prefixes/{at}", code
    yield from _chunks("cards", CARDS_IN_FILE, [item.row for item in items])
    yield from _chunks("text", TEXTS_IN_FILE, [item.entry.text[:LONGEST_EXCERPT_TEXT] for item in items])
    yield "facets", facet_table([item.facets for item in items])
    for name, order in _orders(items).items():
        yield f"orders/{name}", encode_order(order)
    yield "vocabulary", " ".join(_vocabulary(index))


def _manifest(
    items: Sequence[Item], shards: Shards, index: Mapping[str, Postings], *, version: str
) -> dict[str, object]:
    return {
        "version": version,
        "count": len(items),
        "components": sum(1 for item in items if item.card and item.card.newest),
        "listed": sum(1 for item in items if item.card),
        "cardsInFile": CARDS_IN_FILE,
        "textsInFile": TEXTS_IN_FILE,
        "terms": shards.first,
        "prefixes": list(shards.prefixes),
        "icons": TYPE_PATHS,
        "kinds": list(Counter(item.entry.kind for item in items if item.card and item.card.newest).items()),
        "typeNames": TYPE_NAMES,
        "synonyms": split_synonyms(index),
        "facts": FACTS,
        "fillers": STOP_WORDS,
    }


def _chunks(name: str, size: int, rows: Sequence[object]) -> Iterator[tuple[str, object]]:
    for start in range(0, len(rows), size):
        yield f"{name}/{start // size}", rows[start : start + size]


def _orders(items: Sequence[Item]) -> dict[str, list[int]]:
    """Return the items' numbers sorted by name, by use, newest first and last changed first, in stable order."""
    every = range(len(items))
    names = [item.entry.title.lower() for item in items]
    used = [item.card.used_by if item.card else 0 for item in items]
    added = [item.card.added if item.card else "" for item in items]
    changed = [item.card.changed if item.card else "" for item in items]
    return {
        "name": sorted(every, key=names.__getitem__),
        "used": sorted(every, key=used.__getitem__, reverse=True),
        "newest": sorted(every, key=added.__getitem__, reverse=True),
        "changed": sorted(every, key=changed.__getitem__, reverse=True),
    }


def _vocabulary(index: Mapping[str, Postings]) -> list[str]:
    """Return the candidates for the correction of a mistyped word."""
    words = [term for term in index if 4 <= len(term) <= 24 and term[0] != ":" and sum(map(str.isalpha, term)) >= 3]
    candidates = (word for word in words if len(index[word]) > 1 or not index[word].rest)
    return sorted(sorted(candidates, key=lambda word: (-len(index[word]), word))[:MOST_WORDS])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

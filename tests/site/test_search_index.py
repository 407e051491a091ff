"""The search index is complete, small, and the same for the same catalog."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listed_catalog import SMALL, context_of, entries_of

from paicatalog.site.facts.card import all_cards
from paicatalog.site.page import SearchEntry
from paicatalog.site.search.index import search_files
from paicatalog.site.search.number_encoding import DIGITS, encode_ascending, encode_order, order_width
from paicatalog.site.search.synonyms import FACT_FILTERS, FACTS, SYNONYMS, TYPE_NAMES, split_synonyms
from paicatalog.site.search.words import terms, whole_term


def files_of(entries: list[tuple[str, SearchEntry]] | None = None) -> dict[str, bytes]:
    context = context_of(SMALL)
    cards = all_cards(context)
    return {
        file.url: file.content
        for file in search_files(cards, entries_of(cards, context) if entries is None else entries)
    }


def decoded(code: str) -> list[int]:
    numbers, last, gap, shift = [], -1, 0, 0
    for digit in code:
        value = DIGITS.index(digit)
        gap += (value & 31) << shift
        shift += 5
        if value < 32:
            last += gap + 1
            numbers.append(last)
            gap = shift = 0
    return numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resnet50_v2", {"resnet50", "resnet", "50", "v2", "resnet50v2"}),
        ("cifar-10", {"cifar", "10", "cifar10"}),
        ("CIFAR10", {"cifar", "10", "cifar10"}),
        ("--learning-rate 0.73", {"learning", "rate", "learningrate", "0.73"}),
        ("pytorch:2.4.1-cuda", {"pytorch", "2.4.1", "cuda", "2.4.1cuda"}),
        ("Müller naïve", {"muller", "naive"}),
        ("\uff26\uff35\uff2c\uff2c", {"full"}),
        ("图像分类", {"图像", "像分", "分类", "类"}),
        ("GPU上の学習", {"gpu", "上の", "の学", "学習", "習"}),
        ("... --- ///", set()),
    ],
)
def test_terms_of_a_text(text: str, expected: set[str]) -> None:
    assert set(terms(text)) == expected


def test_a_title_of_one_compound_is_a_term_as_a_whole() -> None:
    assert whole_term("cifar-10") == "cifar10"
    assert whole_term("two words") == ""


@given(st.sets(st.integers(0, 200_000)))
def test_ascending_numbers_survive_their_code(numbers: set[int]) -> None:
    assert decoded(encode_ascending(sorted(numbers))) == sorted(numbers)


def test_an_order_has_digits_of_one_width() -> None:
    order = random.Random(1).sample(range(5000), 5000)
    code = encode_order(order)
    width = order_width(5000)
    values = [code[at : at + width] for at in range(0, len(code), width)]
    assert [sum(DIGITS.index(digit) << 6 * place for place, digit in enumerate(reversed(v))) for v in values] == order


def test_the_same_catalog_gives_the_same_bytes() -> None:
    assert files_of() == files_of()


def test_the_version_changes_with_the_content() -> None:
    context = context_of(SMALL)
    cards = all_cards(context)
    entries = entries_of(cards, context)
    url, entry = entries[0]
    changed = SearchEntry(entry.kind, entry.title, entry.summary, entry.text + " more", entry.facets)
    versions = [
        json.loads(files_of(own)["search/manifest.json"])["version"]
        for own in (entries, [(url, changed), *entries[1:]])
    ]
    assert versions[0] != versions[1]


def test_a_large_index_is_read_in_small_parts() -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghijkl", k=5)) for _ in range(400)]
    entries = [
        (f"data/{at}/", SearchEntry("data", f"set-{at}", "", " ".join(chance.choices(words, k=60))))
        for at in range(3000)
    ]
    files = {file.url: file.content for file in search_files((), entries)}
    manifest = json.loads(files["search/manifest.json"])
    assert max(len(content) for url, content in files.items() if "/terms/" in url) <= 16_000
    assert max(map(len, files.values())) < 40_000
    assert len(manifest["terms"]) > 5
    first = manifest["terms"]
    for start in "abcs":
        near = [term for term in first if term.startswith(start)]
        assert len(near) < 2 or start in manifest["prefixes"], start


def test_common_beginnings_are_complete() -> None:
    entries = [
        (f"data/{at:03}/", SearchEntry("data", f"x{at}", "", " ".join(f"word{at * 50 + n}" for n in range(50))))
        for at in range(300)
    ]
    files = {file.url: file.content for file in search_files((), entries)}
    manifest = json.loads(files["search/manifest.json"])
    at = manifest["prefixes"].index("word1")
    rest = decoded(json.loads(files[f"search/prefixes/{at}.json"]).split(",")[0])
    expected = [number for number in range(300) if any(str(number * 50 + n).startswith("1") for n in range(50))]
    assert rest == expected


def test_every_filter_value_has_its_items() -> None:
    files = files_of()
    facets = json.loads(files["search/facets.json"])
    types = {value: (words, len(decoded(code))) for value, words, code in facets["type"]["values"]}
    assert types["job"] == ("Jobs", 3)
    assert types["page"] == ("Documentation", 1)


def test_an_empty_catalog_has_an_index() -> None:
    files = {file.url: file.content for file in search_files((), [])}
    assert json.loads(files["search/manifest.json"])["count"] == 0


def test_long_texts_are_cut_for_excerpts_but_found_whole() -> None:
    text = "a " * 30_000 + "needle"
    files = {file.url: file.content for file in search_files((), [("data/x/", SearchEntry("data", "x", "", text))])}
    assert len(files["search/text/0.json"]) < 5_000
    assert "needle" in json.loads(files["search/terms/0.json"])


def test_each_phrase_means_one_thing() -> None:
    groups = [{phrase.replace("-", "").replace(" ", "") for phrase in group} for group in SYNONYMS]
    assert all(len(group) == len(given) for group, given in zip(groups, SYNONYMS, strict=True))
    for at, group in enumerate(groups):
        assert all(group.isdisjoint(other) for other in groups[at + 1 :]), group
    assert set(TYPE_NAMES) == {"job", "data", "script", "dockerimage", "output"}


def test_numbers_and_codes_of_filters_are_no_words_to_search_for() -> None:
    entry = SearchEntry("job", "a", "b", "c", {"memory": ("8-to-32-gb",), "findings": ("none",), "plugin": ("ssh",)})
    shards = [json.loads(text) for url, text in files_of([("jobs/a/", entry)]).items() if "/terms/" in url]
    assert {term for shard in shards for term in shard} >= {"ssh"}
    assert not {term for shard in shards for term in shard} & {"none", "gb", "32"}


def test_what_a_job_asks_for_can_be_asked_for_in_words() -> None:
    entry = SearchEntry("job", "a", "b", "c", {"gpus": ("1",), "scale": ("single",), "memory": ("8-to-32-gb",)})
    shards = [json.loads(text) for url, text in files_of([("jobs/a/", entry)]).items() if "/terms/" in url]
    assert {term for shard in shards for term in shard if term[0] == ":"} == {":gpus:1", ":scale:single"}
    assert {fact.split(":")[0] for fact in FACTS} == set(FACT_FILTERS)


def test_a_phrase_that_the_catalog_cannot_hold_is_only_recognized() -> None:
    groups = {
        frozenset(there + typed): (there, typed) for there, typed in split_synonyms({"language", "models", "微调"})
    }
    known = {phrase for there, _ in groups.values() for phrase in there}
    assert known == {"language model", "language", "model", "微调"}
    assert groups[frozenset({"fine-tuning", "微调"})] == (["微调"], ["fine-tuning"])
    assert set(groups) == set(map(frozenset, SYNONYMS))

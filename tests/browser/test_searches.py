"""Searches that practitioners type find what they look for, on the real browse page of the shipped catalog."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_LINES = (Path(__file__).parent / "searches.tsv").read_text(encoding="utf-8").splitlines()
SEARCHES = [line.split("\t") for line in _LINES if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def page(browser: Any, site_url: str) -> Iterator[Any]:
    context = browser.new_context(base_url=site_url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def found(page: Any, query: str) -> list[str]:
    """The pages that the browse page lists, without the slash at the end."""
    page.goto(f"catalog/?{urlencode({'q': query})}")
    page.wait_for_selector(".pc-facet, [data-pc-notice] *")
    links = page.eval_on_selector_all("[data-pc-hits] .pc-hit__title a", "links => links.map(link => link.href)")
    return [urlsplit(link).path.strip("/") for link in links]


@pytest.mark.parametrize(("query", "wanted"), [pytest.param(*pair, id=pair[0]) for pair in SEARCHES])
def test_what_is_looked_for_is_among_the_first_three(page: Any, query: str, wanted: str) -> None:
    first = found(page, query)[:3]
    assert set(wanted.split()) <= set(first), f"{query!r} gives {first}"


def test_there_are_twenty_searches() -> None:
    assert len(SEARCHES) >= 20


@pytest.mark.parametrize(
    "ways",
    [
        ("finetuning", "fine-tuning", "fine tuning", "fine tune", "fine-tuned"),
        ("multi-gpu", "multi gpu", "multigpu", "multiple GPUs"),
        ("llm", "LLMs", "language models"),
        ("object detection", "object-detection", "detecting objects"),
        ("speech recognition", "asr"),
    ],
    ids=lambda ways: ways[0],
)
def test_different_words_for_one_thing_find_the_same(page: Any, ways: tuple[str, ...]) -> None:
    results = {way: found(page, way)[:1] for way in ways}
    assert len(set(map(tuple, results.values()))) == 1, results


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("imagnet resnet", "jobs/imagenet-resnet50"),
        ("quesion answering", "jobs/bert-squad"),
        ("speech recogniton", "jobs/whisper-librispeech"),
        ("horovd", "jobs/horovod-synthetic-benchmark"),
        ("distributed tensorflw", "jobs/tensorflow-parameter-server"),
    ],
)
def test_a_mistyped_search_finds_what_was_meant_and_says_so(page: Any, typed: str, meant: str) -> None:
    assert meant in found(page, typed)[:3]
    assert "Showing results for" in page.inner_text("[data-pc-notice]")


def test_where_only_documentation_has_a_word_the_near_one_is_offered(page: Any) -> None:
    found(page, "tensorbord")
    page.get_by_role("button", name="tensorboard").click()
    page.wait_for_selector(".pc-hit >> text=tensorboard-mnist")

"""Typical searches find the expected pages, in the browse page of the shipped catalog."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

pytestmark = pytest.mark.browser

_LINES = (Path(__file__).parent / "searches.tsv").read_text(encoding="utf-8").splitlines()
SEARCHES = [line.split("\t") for line in _LINES if line and not line.startswith("#")]


FOUND = """async query => {
  window.index ||= window.paicatalog.Index.at(document.querySelector('[data-pc-browse]').dataset.pcSearch);
  const { ids } = await window.index.search(query);
  return (await Promise.all(ids.slice(0, 20).map((id) => window.index.card(id)))).map(({ url }) => url);
}"""


@pytest.fixture(scope="module")
def page(browser: Any, site_url: str) -> Iterator[Any]:
    context = browser.new_context(base_url=site_url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto("catalog/")
    yield page
    context.close()


def found(page: Any, query: str) -> list[str]:
    """Return the pages that the site's search finds, without trailing slashes."""
    return [urlsplit(url).path.strip("/") for url in page.evaluate(FOUND, query)]


def listed(page: Any, query: str) -> list[str]:
    """Return the pages that the browse page lists."""
    page.goto(f"catalog/?{urlencode({'q': query})}")
    page.wait_for_selector("[data-pc-status]:not([aria-busy])")  # the first results are shown before the others
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
        ("speech recognition", "asr", "语音识别"),
        ("fine-tune a language model on a single GPU", "llm fine-tuning, 1 GPU", "单GPU语言模型微调"),
        ("image classification job", "图像分类作业"),
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
        ("evalution of llm", "jobs/lm-eval-pythia-160m"),
        ("pytorh docker image", "dockerimages/pytorch"),
    ],
)
def test_a_mistyped_search_finds_what_was_meant_and_says_so(page: Any, typed: str, meant: str) -> None:
    assert meant in listed(page, typed)[:3]
    assert "Showing results for" in page.inner_text("[data-pc-notice]")


def test_jobs_without_a_gpu_stand_first_where_they_are_asked_for(page: Any) -> None:
    listed(page, "cpu only job")
    facts = page.locator(".pc-hit__facts").all_inner_texts()[:5]
    assert not [line for line in facts if "GPU" in line], facts


def test_a_job_that_only_speaks_of_a_cpu_stands_behind_those_that_need_nothing_else(page: Any) -> None:
    listed(page, "train on cpu")
    facts = page.locator(".pc-hit__facts").all_inner_texts()[:6]
    assert not [line for line in facts if "GPU" in line], facts


def test_where_only_documentation_has_a_word_components_with_a_near_one_stand_first(page: Any) -> None:
    names = listed(page, "tensorbord")
    assert names[0] == "jobs/tensorboard-mnist"
    assert names[-1].startswith("rules/")
    assert "Only documentation has" in page.inner_text("[data-pc-notice]")
    page.get_by_role("button", name="tensorboard").click()
    page.wait_for_url("**/?q=tensorboard")


def test_words_that_only_documentation_has_stay_what_they_are(page: Any) -> None:
    for query in ("kubernetes", "kubernets", "run on kubernetes"):
        assert found(page, query)[0] == "guides/reproduce", query
        assert page.evaluate(
            "query => window.index.search(query).then((result) => !result.suggestion && !result.corrected)", query
        )

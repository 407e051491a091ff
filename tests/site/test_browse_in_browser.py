"""Search and filters in a real browser, with a strict content security policy."""

import json
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest
from listed_catalog import SITE, SMALL, asset, context_of, entries_of, facts, served, write_page

from paicatalog.site.facts.card import all_cards
from paicatalog.site.page import Page
from paicatalog.site.pages.browse_page import browse_page
from paicatalog.site.search.index import search_files
from paicatalog.site.search.words import terms

pytestmark = pytest.mark.browser

MANY = tuple(
    asset("data", f"bulk-{number:03}", more=facts(summary="One of many.", tags=["bulk"])) for number in range(90)
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a site with the small catalog and ninety more data components."""
    folder = tmp_path_factory.mktemp("browse")
    context = context_of((*SMALL, *MANY))
    cards = all_cards(context)
    write_page(folder, browse_page(context, cards))
    for card in cards:
        write_page(folder, Page(card.url, card.title, "", f"<h1>{card.title}</h1>"))
    write_page(folder, Page("guides/contribute/", "How to contribute", "", "<h1>How to contribute</h1>"))
    for name in ("base.css", "browse.css", "colors.css", "language.js", "pages.js", "search.js", "browse.js"):
        shutil.copy(SITE / "assets" / name, folder)
    (folder / "favicon.ico").write_bytes(b"")
    for file in search_files(cards, entries_of(cards, context)):
        path = folder / file.url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    with served(folder) as url:
        yield url


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """Yield a new page. Any script error fails the test."""
    errors: list[str] = []
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert not errors


def titles(page: Any) -> list[str]:
    return page.eval_on_selector_all(".pc-hit__title a", "links => links.map(link => link.textContent)")


def ask(page: Any, query: str) -> list[str]:
    page.goto(f"catalog/?q={query}")
    page.wait_for_selector("[data-pc-status]:not([aria-busy])")
    return titles(page)


def results(page: Any, words: str) -> None:
    page.wait_for_function("words => document.querySelector('[data-pc-status]').textContent === words", arg=words)


def shows(page: Any, count: int) -> None:
    page.locator("li.pc-hit").nth(count - 1).wait_for()
    assert len(titles(page)) == count


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("mnist", "mnist"),
        ("cifar10", "cifar-10"),
        ("cifar 10", "cifar-10"),
        ("muller", "cifar-10"),
        ("learning-rate digits", "mnist-training"),
        ("0.73 laptop", "word-count"),
        ("分类", "base"),
        ("contrib", "How to contribute"),
    ],
)
def test_what_is_asked_for_comes_first(page: Any, query: str, first: str) -> None:
    assert ask(page, query)[0] == first


def test_all_words_must_match(page: Any) -> None:
    assert set(ask(page, "digits reads")) == {"mnist-training"}


def test_the_match_is_marked_and_quoted_from_the_yaml(page: Any) -> None:
    ask(page, "learning")
    quoted = page.wait_for_selector(".pc-hit__excerpt:not([hidden]) mark")
    assert quoted.text_content() == "learning"
    ask(page, "mnist job with 0.73")
    assert page.locator(".pc-hit__excerpt:visible").first.inner_text().count("0.73") == 1
    assert "type: job" not in page.locator(".pc-hit__excerpt:visible").first.inner_text()


def test_a_typing_mistake_is_mended_and_said(page: Any) -> None:
    assert "mnist-training" in ask(page, "mnist trainng")
    assert "Showing results for mnist training" in page.inner_text("[data-pc-notice]")


def test_a_word_that_is_nowhere_is_named_and_the_others_found(page: Any) -> None:
    assert ask(page, "mnist zyzzyva")[:2] == ask(page, "mnist")[:2]
    ask(page, "mnist zyzzyva")
    assert "No component and no page has zyzzyva. These have the rest." in page.inner_text("[data-pc-notice]")
    assert ask(page, "zyzzyva") == []
    assert "has the word zyzzyva" in page.inner_text("[data-pc-notice]")
    page.click("text=show everything")
    results(page, "97 components")


def test_where_nothing_has_all_words_what_has_most_is_shown(page: Any) -> None:
    assert set(ask(page, "distributed handwritten vision")[:2]) == {"mnist-training", "big-model"}
    assert "Nothing has all of these words." in page.inner_text("[data-pc-notice]")


@pytest.mark.parametrize("query", ["train", "training", "trained", "trainer", "trainings"])
def test_every_form_of_a_word_finds_the_others(page: Any, query: str) -> None:
    assert ask(page, query)[0] == "mnist-training"


@pytest.mark.parametrize("query", ["wordcount", "word-count", "word count", "words counting"])
def test_a_compound_is_found_however_it_is_written(page: Any, query: str) -> None:
    assert ask(page, query)[0] == "word-count"


def test_a_word_for_a_type_asks_for_that_type(page: Any) -> None:
    assert ask(page, "mnist dataset")[0] == "mnist"
    assert ask(page, "mnist job")[0] == "mnist-training"


def test_newest_versions_stand_before_older_ones_and_components_before_documentation(page: Any) -> None:
    found = ask(page, "mnist")
    assert found.index("mnist") < len(found) - 2
    assert found[-1] == "How to contribute"


def test_the_table_is_a_view_of_its_own_in_the_address(page: Any) -> None:
    page.goto("catalog/?type=job")
    page.click("text=Table")
    page.wait_for_selector("[data-pc-rows] tr")
    assert page.url.endswith("?type=job&view=table")
    page.reload()
    page.wait_for_selector("[data-pc-rows] tr")
    assert page.is_hidden("[data-pc-hits]")
    row = page.locator("[data-pc-rows] tr", has_text="big-model").inner_text().split("\t")
    assert row[1:4] == ["Job", "32", "32 GB"]
    page.focus("#pc-query")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr') !== null")
    page.go_back()
    page.wait_for_selector(".pc-hit")
    assert page.is_hidden("[data-pc-table]")
    shows(page, 3)


def test_filters_count_narrow_and_stand_in_the_address(page: Any) -> None:
    page.goto("catalog/")
    page.check("input[name=type][value=job]")
    results(page, "3 results")
    page.check("input[name=tag][value=vision]")
    results(page, "2 results")
    assert page.url.endswith("?type=job&tag=vision")
    # Other types are still shown, with the number of components that selecting one would add.
    data = page.locator("label", has=page.locator("input[name=type][value=data]"))
    assert data.inner_text().split() == ["Data", "1"]
    page.go_back()
    results(page, "3 results")
    page.reload()
    page.wait_for_selector("input[name=type][value=job]:checked")
    results(page, "3 results")
    page.click("text=Clear all")
    results(page, "97 components")


def test_older_versions_and_documentation_are_listed_only_where_they_are_asked_for(page: Any) -> None:
    page.goto("catalog/?type=data")
    results(page, "92 results")
    page.goto("catalog/?status=older")
    results(page, "1 result")
    page.goto("catalog/?type=page")
    results(page, "1 result")


def test_sorting_by_name_survives_a_reload(page: Any) -> None:
    page.goto("catalog/?type=job")
    page.select_option("#pc-sort", "name")
    page.wait_for_url("**/catalog/?type=job&sort=name")
    page.reload()
    page.wait_for_selector(".pc-facet")
    assert titles(page) == ["big-model", "mnist-training", "word-count"]
    assert page.input_value("#pc-sort") == "name"


def test_most_used_stands_first(page: Any) -> None:
    page.goto("catalog/?sort=used")
    page.wait_for_selector(".pc-facet")
    assert titles(page)[:2] == ["base", "mnist"]


def test_more_is_shown_on_demand_and_again_after_going_back(page: Any) -> None:
    page.goto("catalog/?tag=bulk")
    page.click("[data-pc-more]")
    shows(page, 70)
    page.click(".pc-hit:nth-child(60) a")
    page.wait_for_selector("h1:has-text('bulk')")
    page.go_back()
    shows(page, 70)


def test_keys_lead_from_the_field_through_the_results_and_back(page: Any) -> None:
    page.goto("catalog/?q=mnist")
    page.wait_for_selector(".pc-facet")
    page.evaluate("document.querySelector('.pc-search').remove()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "pc-query"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = titles(page)[1]
    assert page.evaluate("document.activeElement.textContent") == second
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "pc-query"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('mnist')")


def slow_index(page: Any) -> None:
    """Delay the index files of a query as if they came from a distant server."""
    page.route("**/search/terms/**", lambda route: (time.sleep(0.3), route.continue_()))


def test_who_types_fast_gets_the_first_result_of_what_was_typed(page: Any) -> None:
    page.goto("catalog/?type=job")
    results(page, "3 results")
    assert titles(page)[0] != "word-count"
    slow_index(page)
    page.focus("#pc-query")
    page.keyboard.type("word")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('word-count')")


def test_keys_pressed_before_the_results_are_there_walk_through_them(page: Any) -> None:
    page.goto("catalog/")
    page.wait_for_selector(".pc-facet")
    slow_index(page)
    page.focus("#pc-query")
    page.keyboard.type("mnist")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    page.wait_for_selector(".pc-hit:focus-within")
    assert page.evaluate("document.activeElement.textContent") == titles(page)[1]
    assert titles(page) == ask(page, "mnist")


def test_letters_typed_after_an_arrow_go_on_with_the_query(page: Any) -> None:
    page.goto("catalog/")
    page.wait_for_selector(".pc-facet")
    slow_index(page)
    page.focus("#pc-query")
    page.keyboard.type("mni")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("st")
    page.wait_for_url("**/catalog/?q=mnist")
    page.wait_for_selector("[data-pc-status]:not([aria-busy])")
    assert page.evaluate("document.activeElement.id") == "pc-query"


def test_who_types_fast_in_the_header_gets_the_first_suggestion_of_what_was_typed(page: Any) -> None:
    page.goto("guides/contribute/")
    slow_index(page)
    page.keyboard.press("/")
    page.keyboard.type("mnist")
    page.wait_for_selector("[role=option]")
    page.fill("#pc-header-query", "")
    page.keyboard.type("word count")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('word-count')")


def test_the_header_suggests_components_then_documentation(page: Any) -> None:
    page.goto("guides/contribute/")
    page.keyboard.press("/")
    page.keyboard.type("mnist")
    page.wait_for_selector("[role=option]")
    words = page.inner_text("[role=listbox]")
    assert words.index("mnist-training") < words.index("How to contribute")
    assert words.count("mnist-training Job") == 1 and "Pictures of digits, before." not in words
    assert page.get_attribute("#pc-header-query", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#pc-header-query", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.is_hidden("[role=listbox]")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('mnist')")


def test_the_header_reads_the_index_only_when_it_is_used(page: Any) -> None:
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url))
    page.goto("guides/contribute/", wait_until="networkidle")
    assert not [url for url in read if "/search/" in url]


def test_hostile_queries_are_only_words(page: Any) -> None:
    page.goto("catalog/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&tag=%3Cb%3E&sort=constructor&__proto__=x")
    page.wait_for_selector("[data-pc-notice] *")
    assert page.query_selector("#pc-content img, main img, main b") is None


def test_parameters_of_others_are_no_filters(page: Any) -> None:
    page.goto("catalog/?utm_source=mail&type=job")
    page.wait_for_selector(".pc-facet")
    assert page.locator("[data-pc-chosen] .pc-chip").count() == 1
    assert len(titles(page)) == 3


def test_without_javascript_the_lists_remain(browser: Any, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("catalog/")
    assert page.is_visible("text=Everything, as plain lists")
    assert len(titles_without_scripts(page)) == 20
    context.close()


def titles_without_scripts(page: Any) -> list[str]:
    return page.locator(".pc-hit__title a").all_text_contents()


def test_the_browser_takes_words_apart_as_the_index_does(page: Any) -> None:
    texts = [
        "resnet50_v2 cifar-10 --learning-rate=0.73 v1.0.2-rc.1 1e-3 a.b.c x.9y",
        "Müller İstanbul ΟΔΟΣ straße ﬁne ℡ ㎏ Ⅷ x² ½",
        "图像分类 GPU上の学習 データ・セット 한국어 모델 𠀀𠀁 日本語2.0版",
        "हिन्दी ภาษาไทย العربية עברית",
        "e\u0301 a\u0308b \u00a8x \ufeff\u200bzero width",
        "0" * 60 + " " + "ab" * 40 + "-c " + "ab" * 30 + "99",
        "__init__ -- _x_ a__b a_-_b -5 3.14.15 .5 5. 1..2",
    ]
    page.goto("guides/contribute/")
    found = page.evaluate("texts => texts.map(text => window.paicatalog.terms(text))", texts)
    for text, own in zip(texts, found, strict=True):
        assert own == list(terms(text)), json.dumps(text)

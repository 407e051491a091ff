"""The plain lists contain all components, and the size of their pages does not grow with the catalog."""

import re
from collections.abc import Sequence

from listed_catalog import SMALL, asset, context_of, facts

from paicatalog.site.facts.card import all_cards
from paicatalog.site.page import Page
from paicatalog.site.pages.browse_page import browse_page
from paicatalog.site.pages.list_pages import list_pages


def pages_of(texts: Sequence[str]) -> dict[str, Page]:
    context = context_of(texts)
    return {page.url: page for page in list_pages(context, all_cards(context))}


def links(page: Page) -> list[str]:
    return re.findall(r'href="([^"]*)"', page.html)


def test_each_type_has_a_list_with_every_newest_version() -> None:
    pages = pages_of(SMALL)
    assert [link for link in links(pages["catalog/data/"]) if "/data/" in link] == [
        "../../data/cifar-10/",
        "../../data/mnist/",
    ]
    assert "catalog/outputs/" not in pages


def test_tags_that_differ_in_capitals_share_a_list() -> None:
    pages = pages_of(SMALL)
    assert {"../../../jobs/mnist-training/", "../../../data/mnist/"} <= set(links(pages["catalog/tags/pytorch/"]))
    assert "catalog/tags/PyTorch/" not in pages


def test_long_lists_go_on_and_lead_back() -> None:
    pages = pages_of([asset("data", f"set-{number:03}") for number in range(950)])
    names = [link for page in pages.values() for link in links(page) if "/data/set-" in link]
    assert len(set(names)) == 950
    fifth = pages["catalog/data/5/"]
    assert [link for link in links(fifth) if re.search(r"catalog/data/", link)] == [
        *(f"../../../catalog/data/{number}" for number in ("", "3/", "4/", "5/", "6/", "7/", "10/"))
    ]
    assert fifth.html.count('aria-current="page"') == 1


def test_page_weight_does_not_grow_with_the_catalog() -> None:
    sizes = []
    for count in (300, 900):
        texts = [asset("data", f"set-{number:03}", more=facts(tags=["one"])) for number in range(count)]
        context = context_of(texts)
        cards = all_cards(context)
        sizes.append([len(browse_page(context, cards).html), *(len(page.html) for page in list_pages(context, cards))])
    assert max(sizes[1]) < 1.05 * max(sizes[0])
    assert sizes[1][0] < 1.05 * sizes[0][0]


def test_strange_tags_have_an_address() -> None:
    pages = pages_of([asset("data", "x", more=facts(tags=["../../etc", "a b", "図", "2"]))])
    tags = [url for url in pages if url.startswith("catalog/tags/") and url != "catalog/tags/"]
    assert len(tags) == 4
    assert all(re.fullmatch(r"catalog/tags/[\w~.-]+/", url, re.ASCII) for url in tags)
    assert not any("/../" in url for url in tags)


def test_browse_leads_to_the_lists_without_javascript() -> None:
    context = context_of(SMALL)
    page = browse_page(context, all_cards(context))
    assert {"../catalog/jobs/", "../catalog/data/", "../catalog/tags/"} <= set(links(page))


def test_an_empty_catalog_has_no_lists_but_words() -> None:
    context = context_of([])
    assert list(list_pages(context, all_cards(context))) == []
    assert "There is nothing here yet" in browse_page(context, all_cards(context)).html

"""The home page describes the catalog, without sections that do not apply."""

import re

from listed_catalog import SMALL, context_of, facts, job

from paicatalog.site.facts.card import all_cards
from paicatalog.site.pages.home_page import home_page


def html_of(*texts: str) -> str:
    context = context_of(texts)
    return home_page(context, all_cards(context)).html


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def section(html: str, title: str) -> str:
    return html.split(f">{title}</h", 1)[1].split("</section>", maxsplit=1)[0]


def test_figures_count_each_component_once_whatever_its_versions() -> None:
    words = words_of(html_of(*SMALL))
    assert "3 Jobs 2 Data 1 Scripts 1 Docker images" in words
    assert "Shared by 2 contributors" in words


def test_jobs_are_offered_by_what_they_need() -> None:
    html = html_of(*SMALL)
    assert "word-count" in section(html, "Needs no GPU")
    assert "mnist-training" in section(html, "Fits one GPU")
    assert "big-model" in section(html, "Spans several machines")
    assert "big-model" not in section(html, "Fits one GPU")


def test_a_size_without_jobs_is_not_offered() -> None:
    assert "Fits one GPU" not in html_of(job("word-count"))


def test_what_changed_last_stands_first() -> None:
    html = section(html_of(*SMALL), "Changed lately")
    assert html.index("big-model") < html.index("word-count") < html.index("mnist-training")


def test_broken_and_deprecated_jobs_are_not_recommended() -> None:
    broken = job("broken").replace("taskRoles", "taskroles")
    deprecated = job("outdated", more=facts(more="    deprecated: true\n"))
    html = html_of(job("good"), broken, deprecated)
    assert "jobs/good/" in html
    assert "jobs/broken/" not in html
    assert "jobs/outdated/" not in html


def test_search_works_without_javascript() -> None:
    assert re.search(r'<form[^>]* action="catalog/" method="get">.*? name="q"', html_of(*SMALL), re.DOTALL)


def test_an_empty_catalog_says_what_to_do() -> None:
    words = words_of(html_of())
    assert "The catalog is empty, for now" in words
    assert "no protocol file yet" in words
    assert "Changed lately" not in words


def test_names_and_tags_are_text_not_markup() -> None:
    html = html_of(job("x", more=facts(summary="<script>alert(1)</script>", tags=["<b>", "{{ 7 * 7 }}"])))
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


def test_there_is_one_main_heading() -> None:
    assert html_of(*SMALL).count("<h1") == html_of().count("<h1") == 1


def test_secrets_reach_no_card() -> None:
    more = "secrets: {key: 'hunter2hunter2'}\n" + facts(summary="Log in with hunter2hunter2.", tags=["hunter2hunter2"])
    assert "hunter2" not in html_of(job("leaky", more=more))

"""Redirects from old addresses: the option `redirects` is checked, and its pages are built."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from listed_catalog import asset, catalog_of, context_of, job

from paicatalog.config import ConfigError, make_config
from paicatalog.rules import RULES
from paicatalog.site.pages.redirect_pages import moved_files, redirect_page
from paicatalog.site.pages.redirects import Redirect, redirects
from paicatalog.site.site import Site
from paicatalog.site.urls.addresses import STANDARD_PAGES, rule_url

CATALOG = catalog_of(
    (
        asset("dockerimage", "base"),
        job("mnist-training", more="extras: {paicatalog: {tags: [Vision]}}\n"),
        asset("data", "mnist", version="2.0.0"),
        asset("data", "mnist", version="1.0.0", more="extras: {paicatalog: {tags: [Old]}}\n"),
    )
)

Run = Callable[..., CompletedProcess[str]]


def read(entries: dict[str, str], **options: Any) -> list[tuple[str, str]]:
    return [(found.old, found.new) for found in redirects(entries.items(), CATALOG, **options)]


def problems(entries: dict[str, str], **options: Any) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        redirects(entries.items(), CATALOG, **options)
    return str(caught.value).split("\n")


@pytest.mark.parametrize(
    ("new", "address"),
    [
        ("jobs/mnist-training/", "jobs/mnist-training/"),
        ("/jobs/mnist-training", "jobs/mnist-training/"),
        ("jobs/mnist-training/index.html", "jobs/mnist-training/"),
        ("jobs/mnist-training/#lineage", "jobs/mnist-training/#lineage"),
        ("job/mnist-training", "jobs/mnist-training/"),
        ("data/mnist", "data/mnist/"),
        ("data/mnist/1.0.0", "data/mnist/1.0.0/"),
        ("data/mnist/2.0.0", "data/mnist/"),
        ("dockerimage/base", "dockerimages/base/"),
        ("catalog/tags/", "catalog/tags/"),
        ("catalog/tags/vision/", "catalog/tags/vision/"),
        ("rules/drift/", "rules/drift/"),
        ("catalog/jobs", "catalog/jobs/"),
        ("/", ""),
        ("", ""),
    ],
)
def test_a_new_address_may_be_a_page_or_a_component(new: str, address: str) -> None:
    assert read({"jobs/old": new}) == [("jobs/old/", address)]


def test_the_pages_that_every_site_has_are_known() -> None:
    site = Site.of(context_of(()))
    made = {page.url for page in (*site.main_pages(), *site.other_pages())}
    assert made - {rule_url(rule.id) for rule in RULES} == STANDARD_PAGES


def test_pages_of_the_docs_folder_are_known(tmp_path: Path) -> None:
    for name in ("guides/start.md", "guides/index.md", "paper.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    entries = {"a": "guides/start/", "b": "guides", "c": "paper.pdf"}
    assert [new for _, new in read(entries, docs_dir=tmp_path)] == ["guides/start/", "guides/", "paper.pdf"]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"jobs/old/": "jobs/mnist-trainin/"}, "did you mean `jobs/mnist-training/`?"),
        ({"jobs/old/": "job/mnist-trainin"}, "did you mean `jobs/mnist-training/`?"),
        ({"jobs/old/": "https://example.com/"}, "which is no page of the site: write the address of a page"),
        ({"jobs/old/": "catalog/tags/old/"}, "which is no page of the site"),
        ({"data/mnist": "jobs/mnist-training/"}, "stands in the way of the page that is there"),
        ({"jobs/a/": "jobs/a/"}, "leads in a circle, `jobs/a/` to `jobs/a/`: let one lead to a page."),
        ({"jobs/a": "catalog/", "jobs/a/": "health/"}, "is there twice: keep one."),
        ({"../a/": "catalog/"}, "cannot be written: write the address of a page below the site's root"),
        ({"a//b": "catalog/"}, "cannot be written: write the address"),
        ({"https://x/y": "catalog/"}, "cannot be written: write the address"),
        ({"catalog/?q=x": "catalog/"}, "cannot be written: write the address"),
        ({"raw/job/x.yaml": "catalog/"}, "files for programs lie there"),
        ({" ": "catalog/"}, "the address is empty"),
    ],
)
def test_what_leads_nowhere_or_stands_in_the_way_is_refused(entries: dict[str, str], said: str) -> None:
    (problem,) = problems(entries)
    assert said in problem


def test_a_chain_names_its_end_and_a_circle_is_told_once() -> None:
    entries = {"a/": "b/", "b/": "catalog/", "x/": "y/", "y/": "z/", "z/": "x/"}
    assert problems(entries) == [
        "The redirect of `a/` in mkdocs.yml leads to `b/`, which is redirected itself: lead straight to `catalog/`.",
        "The redirect of `x/` in mkdocs.yml leads in a circle, `x/` to `y/` to `z/` to `x/`: let one lead to a page.",
    ]


@pytest.mark.parametrize("value", [["a/", "b/"], "a/", {"a/": 3}, {1: "b/"}, {"a/": {"b/": "c/"}}])
def test_a_value_of_another_kind_says_what_to_write(value: object, tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    with pytest.raises(ConfigError, match="write `jobs/old-name/: jobs/new-name/`"):
        make_config(tmp_path / "mkdocs.yml", {}, {"redirects": value})


def test_the_page_leads_on_below_any_path_and_shows_files_as_text() -> None:
    page = redirect_page(Redirect("jobs/old/", "jobs/<new>/#a&b"))
    text = page.content.decode()
    assert page.url == "jobs/old/index.html"
    assert 'content="0; url=../../jobs/&lt;new&gt;/#a&amp;b"' in text
    assert '<a href="../../jobs/&lt;new&gt;/#a&amp;b">jobs/&lt;new&gt;/</a>' in text
    assert 'rel="canonical" href="../../jobs/&lt;new&gt;/"' in text
    assert "<script" not in text
    assert "style" not in text


def test_the_page_fits_published_addresses_and_sites_of_files() -> None:
    published = redirect_page(Redirect("old.html", ""), site_url="https://example.org/x/")
    assert published.url == "old.html"
    assert 'rel="canonical" href="https://example.org/x/"' in published.content.decode()
    assert 'href="./"' in published.content.decode()
    files = redirect_page(Redirect("jobs/a/b/", "jobs/c/#d"), file_names=True)
    assert 'href="../../../jobs/c/index.html#d"' in files.content.decode()


def test_files_of_a_component_follow_its_page() -> None:
    found = redirects({"jobs/old/": "job/mnist-training", "guides/x/": "job/mnist-training"}.items(), CATALOG)
    moved = moved_files(found)
    assert moved["raw/job/mnist-training.yaml"] == ["raw/job/old.yaml"]
    assert moved["api/v1/job/mnist-training.json"] == ["api/v1/job/old.json"]
    assert moved["badges/job/mnist-training.svg"] == ["badges/job/old.svg"]


@pytest.mark.browser
def test_an_old_address_leads_to_the_new_page_and_the_gate_keeps_it_so(
    tmp_path: Path, run: Run, serving: Callable[[Path], str], browser: Any
) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "catalog" / "a.yaml").write_text(job("new-name"), encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    text = "site_name: Jobs\ntheme: {name: material, font: false}\nplugins:\n  - paicatalog:\n      redirects:\n"
    config.write_text(f"{text}        jobs/old-name/: job/new-name\n", encoding="utf-8")
    assert run("build", cwd=tmp_path).returncode == 0
    assert run("validate", cwd=tmp_path).returncode == 0
    site = tmp_path / "site"
    assert (site / "raw/job/old-name.yaml").read_bytes() == (site / "raw/job/new-name.yaml").read_bytes()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{serving(site)}jobs/old-name/")
    page.wait_for_url("**/jobs/new-name/")
    context.close()
    config.write_text(f"{text}        jobs/old-name/: job/new-nam\n", encoding="utf-8")
    for command in ("build", "validate"):
        done = run(command, cwd=tmp_path)
        assert done.returncode == 2
        assert "did you mean `jobs/new-name/`?" in done.stderr
    assert (site / "jobs/old-name/index.html").is_file()

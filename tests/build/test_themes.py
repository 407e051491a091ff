"""The plugin works with every theme that MkDocs knows, with its search, and beside a person's own pages."""

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from html_page import HtmlPage
from mkdocs_build import build_here
from odd_catalog import write_catalog, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("themes")

PAGES = ("", "catalog/", "jobs/train/", "jobs/train/1.0/", "dockerimages/proxy/", "protocol/", "rules/bad-name/")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("valid") / "repo"
    folder.mkdir()
    return write_catalog(folder, broken=False)


def build(repository: Path, **options: str) -> Path:
    write_mkdocs_yml(repository, **options)
    return build_here(repository, strict=True)


def links(page: Path) -> list[str]:
    found = HtmlPage.read(page).elements
    return [attributes[name] for _, attributes in found for name in ("href", "src", "action") if name in attributes]


@pytest.mark.parametrize(
    ("theme", "plugins"),
    [
        ("mkdocs", "[paicatalog]"),
        ("mkdocs", "[search, paicatalog]"),
        ("readthedocs", "[paicatalog, search]"),
        ("{name: material, font: false}", "[search, paicatalog]"),
        ("{name: material, font: false}", "[paicatalog, search]"),
    ],
)
def test_every_theme_shows_every_page(repository: Path, theme: str, plugins: str) -> None:
    site = build(repository, theme=theme, plugins=plugins)
    for url in PAGES:
        page = HtmlPage.read(site / url / "index.html")
        assert len(page.all("h1")) == 1, url
        assert "pcmark" not in page.text, url
        assert not [script for script in page.scripts if "__palette" in script], url
    assert "python train.py --epochs 3" in HtmlPage.read(site / "jobs/train/index.html").text
    assert not list(site.glob("pcmark*"))
    if "search" in plugins:
        index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
        locations = [record["location"] for record in index["docs"]]
        assert not [location for location in locations if "pcmark" in location]
        assert {"jobs/train/", "data/digits/", "guide/", "catalog/"} <= set(locations)
        assert len(locations) == len(set(locations))
    if theme == "mkdocs":  # Without a nav the main pages lead the person's own.
        first = ["Home", "Catalog", "Lineage", "Health", "Compare", "Reference"]
        assert nav_titles(site)[: len(first)] == first


def nav_titles(site: Path) -> list[str]:
    """The entries of the navigation as the theme `mkdocs` shows it."""
    text = (site / "rules/bad-name/index.html").read_text(encoding="utf-8")
    page = HtmlPage()
    page.feed(text[text.index('<ul class="nav navbar-nav') :].split("</ul>")[0])
    return [" ".join(text.split()) for text in page.texts if text.strip()]


def test_a_nav_is_followed_to_the_letter(repository: Path) -> None:
    site = build(repository, theme="mkdocs", nav="[{Ours: catalog/index.md}, guide.md]")
    assert nav_titles(site)[:2] == ["Ours", "A guide"]
    assert "Protocol reference" not in nav_titles(site)
    assert (site / "protocol/index.html").is_file()


@pytest.mark.parametrize("name", ["index.md", "README.md"])
def test_a_persons_own_home_page_stands_in_for_ours(repository: Path, name: str) -> None:
    own = repository / "docs" / name
    write_mkdocs_yml(repository)
    own.write_text("# Welcome\n\nWe share jobs here.\n", encoding="utf-8")
    try:
        site = build(repository)
        text = HtmlPage.read(site / "index.html").text
        assert "We share jobs here." in text
        assert "Three ways to take part" not in text
    finally:
        own.unlink()


def test_a_persons_page_is_not_written_over_in_silence(repository: Path, run: Any) -> None:
    own = repository / "docs" / "jobs" / "train.md"
    own.parent.mkdir()
    own.write_text("# Training\n\nWritten by hand.\n", encoding="utf-8")
    try:
        write_mkdocs_yml(repository)
        done = run("build", "--strict", "--site-dir", "built", cwd=repository)
        assert done.returncode == 1
        assert "jobs/train.md of the docs folder has the address jobs/train/index.html" in done.stderr
        assert "rename it" in done.stderr
        site = build_here(repository)
        assert "Written by hand." in HtmlPage.read(site / "jobs/train/index.html").text
    finally:
        shutil.rmtree(own.parent)


@pytest.mark.parametrize("theme", ["mkdocs", "{name: material, font: false}"])
def test_without_directory_addresses_every_link_names_a_file(repository: Path, theme: str) -> None:
    site = build(repository, theme=theme, use_directory_urls="false")
    broken = []
    for page in site.rglob("*.html"):
        for link in links(page):
            parts = urlsplit(link)
            if page.name == "404.html" or parts.scheme or parts.netloc or not parts.path:
                continue
            if not (page.parent / parts.path).is_file():
                broken.append((page.relative_to(site).as_posix(), link))
    assert broken == []
    assert (site / "jobs/train/1.0/index.html").is_file()


def test_a_theme_that_cannot_show_the_catalog_says_so(repository: Path, run: Any) -> None:
    theme = repository / "bare"
    theme.mkdir()
    (theme / "main.html").write_text("<html><title>{{ page.title }}</title></html>")
    write_mkdocs_yml(repository, theme="{name: null, custom_dir: bare}")
    done = run("build", "--site-dir", "bare-site", cwd=repository)
    assert done.returncode != 0
    assert "The theme cannot show the catalog" in done.stderr
    assert "Traceback" not in done.stderr


def test_templates_can_be_replaced(repository: Path) -> None:
    templates = repository / "templates"
    templates.mkdir()
    (templates / "problem.html.jinja").write_text("")
    (templates / "rule.html.jinja").write_text("<h1>Our own words</h1>")
    site = build(repository, plugins="[paicatalog: {templates_dir: templates}]")
    assert "Our own words" in HtmlPage.read(site / "rules/bad-name/index.html").text

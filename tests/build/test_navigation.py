"""The header leads to the catalog's pages: without a nav in `mkdocs.yml`, and with the lines that the guide adds."""

import re
from pathlib import Path

import pytest
from lxml import html
from mkdocs_build import build_here
from odd_catalog import VALID

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "maintain.md"
FIRST = ["catalog/", "lineage/", "health/", "compare/"]
HEADERS = {
    "material": "//nav[contains(@class, 'md-tabs')]//a/@href",
    "mkdocs": "//*[contains(@class, 'navbar')]//a/@href",
    "readthedocs": "//nav[contains(@class, 'wy-nav-side')]//a/@href",
}


def build(folder: Path, theme: str, more: str = "") -> Path:
    """Build a site with one page of its own; `more` follows in `mkdocs.yml`."""
    (folder / "catalog").mkdir()
    (folder / "catalog" / "model.yaml").write_text(VALID["model.yaml"], encoding="utf-8")
    (folder / "docs").mkdir()
    (folder / "docs" / "about.md").write_text("# About\n", encoding="utf-8")
    options = f"site_name: Ours\ntheme: {{name: {theme}}}\nplugins: [paicatalog]\n{more}\n"
    (folder / "mkdocs.yml").write_text(options, encoding="utf-8")
    return build_here(folder, strict=True)


def header(page: Path, theme: str) -> list[str]:
    """The links in the header of a page, as URLs relative to the site's root; `index.html` is left out."""
    found = html.fromstring(page.read_text(encoding="utf-8")).xpath(HEADERS[theme])
    links = [re.sub(r"^(\.\./|\./)*|index\.html$", "", url) for url in found]
    return [url for url in dict.fromkeys(links) if url and not url.startswith("#")]


@pytest.mark.parametrize("directories", ["true", "false"])
@pytest.mark.parametrize("theme", HEADERS)
def test_without_a_nav_the_header_leads_to_the_catalog(tmp_path: Path, theme: str, directories: str) -> None:
    site = build(tmp_path, theme, f"use_directory_urls: {directories}")
    for page in ("index.html", "outputs/model/index.html", "rules/bad-name/index.html"):
        found = header(site / page, theme)
        assert [url for url in found if url in FIRST] == FIRST, page
        assert {"about/", "about.html"} & set(found)
        assert all((site / url).exists() for url in found if not url.startswith("http"))


def test_the_home_page_leads_there_too(tmp_path: Path) -> None:
    page = html.fromstring((build(tmp_path, "mkdocs") / "index.html").read_text(encoding="utf-8"))
    found = {url.partition("?")[0] for url in page.xpath("//*[@id='pc-content']//a/@href")}
    assert set(FIRST) <= found


def test_the_guide_has_the_lines_for_a_nav(tmp_path: Path) -> None:
    (lines,) = re.findall(r"^```yaml\n(nav:\n.*?)^```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    site = build(tmp_path, "mkdocs", lines)
    found = header(site / "outputs" / "model" / "index.html", "mkdocs")
    assert {*FIRST, "protocol/", "rules/", "reference/commands/"} <= set(found)


def test_a_link_to_the_home_page_or_the_catalog_is_shown_with_its_title(tmp_path: Path) -> None:
    site = build(tmp_path, "mkdocs", "site_url: https://example.org/x/")
    for url, title in (("", "Ours"), ("catalog/", "Catalog")):
        page = html.fromstring((site / url / "index.html").read_text(encoding="utf-8"))
        said = {meta.get("property"): meta.get("content") for meta in page.xpath("//head/meta[@property]")}
        assert (said["og:title"], said["og:url"]) == (title, f"https://example.org/x/{url}")
        assert said["og:description"]

"""Pages of the catalog keep their look and their reading direction, whatever theme and language are around them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mkdocs_build import build_here
from odd_catalog import write_catalog, write_mkdocs_yml

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("look")]

PAGES = ("", "catalog/", "jobs/train/", "lineage/", "health/", "compare/", "rules/", "guide/")
WIDTHS = (1280, 390)
CODE = "# Guide\n\n```yaml\nname: x\n```\n"
NAVIGATION = """[content.action.edit, content.action.view, header.autohide, navigation.expand, navigation.footer,
    navigation.indexes, navigation.path, navigation.prune, navigation.sections, navigation.tabs, navigation.tabs.sticky,
    navigation.top, search.highlight, search.share, search.suggest, toc.integrate]"""
MATERIAL = {
    "every kind of navigation": f"features: {NAVIGATION}",
    "a scheme of the user's own": "palette: {scheme: company, primary: custom, accent: custom}",
    "from right to left": "language: ar",
    "from right to left in English": "direction: rtl",
}
MARKERS = """
    [...document.querySelectorAll(".pc *")].filter((e) => e.tagName === "LI" && e.getClientRects().length
        && getComputedStyle(e).display === "list-item" && getComputedStyle(e).listStyleType !== "none"
        && e.closest(".pc-list, .pc-crumbs, .pc-contents")).map((e) => e.outerHTML)
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look") / "repo"
    folder.mkdir()
    return write_catalog(folder, broken=False)


@pytest.fixture
def opened(repository: Path, browser: Any, serving: Callable[[Path], str]) -> Callable[..., Any]:
    """Build the site with a theme and open a page in it: `with opened(theme="mkdocs") as page`."""

    @contextmanager
    def open_page(**options: str) -> Iterator[Any]:
        write_mkdocs_yml(repository, **options)
        (repository / "docs" / "guide.md").write_text(CODE, encoding="utf-8")
        context = browser.new_context(base_url=serving(build_here(repository)))
        page = context.new_page()
        page.set_default_timeout(8000)
        yield page
        context.close()

    return open_page


def is_sound(page: Any, address: str) -> None:
    """At both widths, nothing is wider than the page, and lists of the interface have no bullets or numbers."""
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} is wider than {width}"
        assert page.evaluate(MARKERS) == [], address


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_other_themes_leave_the_pages_as_they_are(opened: Callable[..., Any], theme: str) -> None:
    with opened(theme=theme, plugins="[search, paicatalog]") as page:
        for address in PAGES:
            is_sound(page, address)
        assert page.locator(".pc-snippet .pc-copy").count() == 1
        page.goto("jobs/train/")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.locator(".pc-copy:visible").first.click()
        page.wait_for_selector(".pc-copy--done")
        assert page.locator("a:visible", has_text="Catalog").count()
        assert page.locator("input[type=search], input[name=q], [data-target='#mkdocs_search_modal']").count()


@pytest.mark.parametrize("name", MATERIAL)
def test_options_of_material_leave_the_pages_as_they_are(opened: Callable[..., Any], name: str) -> None:
    theme = f"{{name: material, font: false, {MATERIAL[name]}}}"
    with opened(theme=theme, repo_url="https://github.com/example/jobs", edit_uri="edit/main/docs/") as page:
        for address in PAGES:
            is_sound(page, address)
            for part in ("#pc-content.pc", ".pc-search", ".pc-foot"):
                for shown in page.locator(part).all():
                    assert (shown.get_attribute("lang"), shown.get_attribute("dir")) == ("en", "ltr")
        page.goto("jobs/train/")
        stats, first = page.locator(".pc-stats").bounding_box(), page.locator(".pc-stats > *").first.bounding_box()
        assert abs(first["x"] - stats["x"]) < 3
        assert page.locator(".pc-stats").evaluate("e => getComputedStyle(e).direction") == "ltr"
        assert page.locator("body").get_attribute("dir") == ("rtl" if "right to left" in name else "ltr")


def test_a_language_with_another_script_is_not_taken_for_the_one_that_is_translated(opened: Callable[..., Any]) -> None:
    for language, words in (("zh", "目录"), ("zh-TW", "Catalog")):
        with opened(theme=f"{{name: material, font: false, language: {language}}}") as page:
            page.goto("catalog/")
            assert page.locator("h1").inner_text() == words
            assert page.locator("#pc-content").get_attribute("lang") == ("zh" if language == "zh" else "en")

"""Material's instant navigation: the theme replaces the page within the same document, and nothing is lost by it."""

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import serve
from mkdocs_build import build_here
from odd_catalog import write_catalog, write_mkdocs_yml

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("instant")]

THEME = """
  name: material
  font: false
  custom_dir: overrides
  features: [announce.dismiss, content.code.copy, content.tooltips, navigation.instant, navigation.instant.prefetch,
    navigation.instant.preview, navigation.instant.progress, navigation.tabs, navigation.tabs.sticky, navigation.top,
    navigation.tracking, toc.follow]"""
ANNOUNCEMENT = '{% extends "base.html" %}{% block announce %}News{% endblock %}'
CODE = "# Code\n\nSee [the job](../jobs/train/).\n\n```yaml\nname: x\n```\n"
HEAD = """
    [...document.querySelectorAll("title, meta, link:not([rel=prefetch]), script[type$=json]:not([id])")]
        .map((tag) => tag.outerHTML.replace(/(?<=href=")[^"]*/, (url) => new URL(url, document.baseURI)))
        .filter((tag) => !/name="(theme-color|color-scheme)"/.test(tag)).sort()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site. The theme reads that of each page in the sitemap, so the site must be built for it."""
    folder = tmp_path_factory.mktemp("instant") / "repo"
    folder.mkdir()
    write_catalog(folder, broken=False)
    server, url = serve(folder / "site")
    write_mkdocs_yml(folder, theme=THEME, site_url=url, extra="{version: {provider: mike}}")
    (folder / "overrides").mkdir()
    (folder / "overrides" / "main.html").write_text(ANNOUNCEMENT, encoding="utf-8")
    (folder / "docs" / "code.md").write_text(CODE, encoding="utf-8")
    (folder / "versions.json").write_text('[{"version": "1", "title": "1", "aliases": []}]', encoding="utf-8")
    build_here(folder)
    yield url
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page that complains of nothing."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: said.type == "error" and "404" not in said.text and complaints.append(said.text))
    opened = context.new_page()
    opened.set_default_timeout(8000)
    yield opened
    context.close()
    assert complaints == []


def start(page: Any, address: str) -> None:
    """Open a page as the first of its document, and mark the document."""
    page.goto(address, wait_until="networkidle")
    page.evaluate("window.sameDocument = true")


def arrived(page: Any, address: str, title: str) -> None:
    """Wait until a page has come by instant navigation."""
    page.wait_for_url(f"**/{address}")
    page.wait_for_function("title => document.title.startsWith(title)", arg=title)
    assert page.evaluate("window.sameDocument"), f"{address} was loaded anew"


def follow(page: Any, address: str, title: str) -> None:
    """Click a link to a page, wherever it is on the site."""
    page.evaluate(
        """address => {
        const link = document.createElement("a");
        link.href = new URL(address, document.querySelector("a.md-logo").href);
        document.querySelector(".md-content").append(link);
        link.click();
    }""",
        address,
    )
    arrived(page, address, title)


SEARCH = "document.querySelector('form.pc-search{}')"
TARGETS = ("window", "document", "document.body", *map(SEARCH.format, ("", " input", " [role=listbox]")))
"""What stays while pages come and go."""


def listeners(page: Any, script: str) -> dict[str, int]:
    """The number of event listeners of what stays, by scripts whose URL contains a text."""
    session = page.context.new_cdp_session(page)
    scripts: dict[str, str] = {}
    session.on("Debugger.scriptParsed", lambda parsed: scripts.update({parsed["scriptId"]: parsed["url"]}))
    session.send("Debugger.enable")
    counts = {}
    for target in TARGETS:
        value = session.send("Runtime.evaluate", {"expression": target})["result"]
        found = session.send("DOMDebugger.getEventListeners", {"objectId": value["objectId"]})["listeners"]
        counts[target] = sum(script in scripts.get(listener["scriptId"], "") for listener in found)
    session.detach()
    return counts


PAGES = {
    "jobs/train/": "train",
    "catalog/": "Catalog",
    "code/": "Code",
    "compare/?a=job/train&b=job/serve": "",
    "lineage/": "Lineage",
    "jobs/train/1.0/": "train 1.0",
}


def test_each_page_has_its_own_head(page: Any, address: str) -> None:
    alone = {}
    for url in PAGES:
        page.goto(url)
        if url.startswith("compare/"):  # its script changes the title
            page.wait_for_selector("[data-pc-compared] table")
        alone[url] = page.evaluate(HEAD)
    start(page, "guide/")
    for url, title in PAGES.items():
        follow(page, url, title)
        if url.startswith("compare/"):
            page.wait_for_selector("[data-pc-compared] table")
        assert page.evaluate(HEAD) == alone[url], url
    assert f"{address}jobs/train/1.0/" in page.get_attribute("link[rel=canonical]", "href")


def test_scripts_start_once_on_each_page(page: Any) -> None:
    start(page, "guide/")
    for _ in range(2):
        follow(page, "code/", "Code")
        page.wait_for_selector(".md-clipboard, .md-code__button")  # the theme's: the feature is on
        assert page.locator(".pc-copy").count() == 0
        follow(page, "jobs/train/", "train")
        page.get_by_role("tab", name="Docker", exact=True).click()
        boxes, lists = page.locator("[data-pc-tabs]").count(), page.locator("[role=tablist]").count()
        assert boxes >= lists > 0
        page.get_by_label("epochs", exact=True).fill("7")
        page.wait_for_selector(".pc-slot--changed")
        page.wait_for_selector("[data-file]", state="attached")
        follow(page, "catalog/", "Catalog")
        page.fill("#pc-query", "digits")
        page.wait_for_url("**/catalog/?q=digits")
        page.wait_for_selector("[data-pc-status]:not([aria-busy])")
        assert "digits" in page.locator("[data-pc-hits] > li").first.inner_text()
        follow(page, "compare/?a=job/train&b=data/digits", "train 2.0 and digits 2.0")
        assert page.locator("[data-pc-compared] h2").count() > 1


def test_nothing_is_left_of_pages_that_were_left(page: Any) -> None:
    page.add_init_script("""
        window.observers = new Set();
        const { observe, disconnect } = IntersectionObserver.prototype;
        Object.assign(IntersectionObserver.prototype, {
            observe(element) { observers.add(this); return observe.call(this, element); },
            disconnect() { observers.delete(this); return disconnect.call(this); },
        });
    """)
    start(page, "guide/")
    counted = []
    for _ in range(6):
        for url, title in PAGES.items():
            follow(page, url, title)
        page.wait_for_selector("h1")
        counted.append((listeners(page, "/assets/paicatalog/"), page.evaluate("observers.size")))
    assert sum(counted[0][0].values()) > 5
    assert all(count == counted[0] for count in counted)


def test_links_in_drawings_are_links_to_the_theme(page: Any) -> None:
    start(page, "jobs/train/")
    page.locator("svg a:visible").filter(has_text="serve").first.click()
    arrived(page, "jobs/serve/", "serve")
    page.locator("svg a:visible").filter(has_text="torch").first.click()
    arrived(page, "dockerimages/torch/", "torch")
    page.go_back()
    arrived(page, "jobs/serve/", "serve")


def test_a_search_in_the_header_leads_from_every_depth_to_every_page(page: Any, address: str) -> None:
    start(page, "jobs/train/1.0/")
    follow(page, "guide/", "A guide")
    page.fill("#pc-header-query", "serve")
    page.wait_for_selector("[role=option]:has-text('serve')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    arrived(page, "jobs/serve/", "serve")
    page.wait_for_function("document.querySelector('#pc-header-query').value === ''")
    assert page.is_hidden("#pc-header-suggestions")
    assert page.evaluate("document.querySelector('form.pc-search').action") == f"{address}catalog/"
    page.fill("#pc-header-query", "digits")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalog/?q=digits")


def test_back_and_forward_keep_what_the_catalog_shows(page: Any) -> None:
    start(page, "guide/")
    follow(page, "catalog/", "Catalog")
    page.fill("#pc-query", "digits")
    page.wait_for_url("**/catalog/?q=digits")
    page.get_by_label("Data", exact=False).first.check()
    page.wait_for_url("**/catalog/?q=digits&type=data")
    page.locator("[data-pc-hits] a").first.click()
    arrived(page, "data/digits/", "digits")
    page.go_back()
    arrived(page, "catalog/?q=digits&type=data", "Catalog")
    page.wait_for_selector("[data-pc-status]:not([aria-busy])")
    assert (page.input_value("#pc-query"), page.locator("[data-pc-hits] > li").count()) == ("digits", 2)
    page.go_back()
    page.wait_for_url("**/catalog/?q=digits")
    page.wait_for_function("document.querySelectorAll('[data-pc-hits] > li').length > 2")
    page.go_back()
    page.wait_for_url("**/catalog/")
    page.wait_for_function("document.querySelector('#pc-query').value === ''")
    page.go_back()
    arrived(page, "guide/", "A guide")
    page.go_forward()
    arrived(page, "catalog/", "Catalog")


def test_a_link_to_the_same_page_with_another_query_is_followed(page: Any) -> None:
    start(page, "guide/")
    follow(page, "catalog/?q=digits", "Catalog")
    page.locator(".pc-hit a.pc-chip").filter(has_text="vision").first.click()
    page.wait_for_url("**/catalog/?tag=vision")
    page.wait_for_selector("[data-pc-chosen]:has-text('vision')")


def test_a_link_within_the_page_keeps_what_was_typed(page: Any) -> None:
    start(page, "jobs/train/")
    page.get_by_label("epochs", exact=True).fill("7")
    page.evaluate("document.querySelector('[data-copy]').marked = true")
    page.evaluate("document.querySelector('.pc-l[id]').closest('.pc-file').scrollIntoView()")
    page.evaluate("location.hash = 'L4'")
    link = page.locator("a[href*='#']:visible").filter(has_not_text="Skip").first
    link.click()
    page.go_back()
    page.wait_for_url("**/jobs/train/#L4")
    page.wait_for_timeout(200)  # so long a reload would take
    assert page.get_by_label("epochs", exact=True).input_value() == "7"
    assert page.evaluate("document.querySelector('[data-copy]').marked")


def test_scrolling_leaves_the_address_of_a_catalog_page_alone(page: Any) -> None:
    """`navigation.tracking` writes the heading in view to the address; these pages have no contents list."""
    start(page, "jobs/train/")
    page.mouse.wheel(0, 900)
    page.wait_for_function("scrollY > 0")
    page.wait_for_timeout(300)
    assert page.url.endswith("/jobs/train/")


def test_a_preview_shows_the_top_of_a_catalog_page(page: Any) -> None:
    start(page, "code/")
    page.hover("article a:has-text('the job')")
    page.wait_for_selector(".md-tooltip2:has-text('train')")

"""No page breaks the content security policy, whatever is on in the theme, and each host gets it in its own form."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from html_page import HtmlPage
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs_build import build_here
from odd_catalog import write_catalog, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("policy")

TOGGLE = "toggle: {icon: material/link, name: Other colors}"
THEME = f"""
  name: material
  font: false
  custom_dir: overrides
  icon: {{admonition: {{note: octicons/tag-16}}, annotation: material/plus-circle, tag: {{default: octicons/tag-16}}}}
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default, {TOGGLE}}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate, {TOGGLE}}}
  features: [announce.dismiss, content.code.annotate, content.code.copy, content.tabs.link, content.tooltips,
    navigation.instant, navigation.instant.progress, navigation.path, navigation.top, navigation.tracking,
    search.highlight, search.share, search.suggest, toc.follow]"""
EXTRA = """
  version: {provider: mike}
  consent: {title: Cookies, description: We ask before we count.}
  tags: {Vision: default}
  analytics: {feedback: {title: "Helpful?", ratings: [{icon: material/link, name: Yes, data: 1, note: Thanks.}]}}"""
MARKDOWN = "[admonition, attr_list, footnotes, md_in_html, pymdownx.details, pymdownx.highlight: {linenums: true}, \
pymdownx.superfences, pymdownx.tabbed: {alternate_style: true}, pymdownx.tasklist, tables, toc: {permalink: true}]"
FEATURES = """---
tags: [Vision]
---
# Features

!!! note "A note"
    Text with a footnote[^1].

??? tip "Details"
    More.

=== "One"
    ```yaml
    name: x # (1)!
    ```

    1. An annotation.

=== "Two"
    Other.

- [x] Done

| left | right |
|:-----|------:|
| a    | b     |

Colored
{: #colored style="color: rgb(1, 2, 3)" }

[^1]: The footnote.
"""
PICTURES = """![a](https://img.example.com/a.png)

<iframe src="//video.example.com/1"></iframe>
"""
ANNOUNCEMENT = """{% extends "base.html" %}
{% block announce %}News{% endblock %}
"""
VERSIONS = [{"version": "1", "title": "1", "aliases": []}]
VIOLATIONS = """
    addEventListener("securitypolicyviolation", (event) => {
        noteViolation(`${event.effectiveDirective} ${event.blockedURI}`);
    }, true);
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_catalog(tmp_path_factory.mktemp("policy"), broken=False)


def build(folder: Path, policy: str = "", **options: str) -> Path:
    own = f"paicatalog: {{content_security_policy: {policy}}}" if policy else "paicatalog"
    write_mkdocs_yml(folder, **{"plugins": f"[{own}]", **options})
    return build_here(folder)


@pytest.fixture(scope="module")
def featured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with everything that the theme has scripts or styles for, and the policy in its pages."""
    repository = write_catalog(tmp_path_factory.mktemp("featured"), broken=False)
    (repository / "docs/features.md").write_text(FEATURES, encoding="utf-8")
    (repository / "overrides").mkdir()
    (repository / "overrides/main.html").write_text(ANNOUNCEMENT, encoding="utf-8")
    plugins = "[search, tags, paicatalog: {content_security_policy: meta}]"
    return build(repository, plugins=plugins, theme=THEME, extra=EXTRA, markdown_extensions=MARKDOWN)


@contextmanager
def watched(browser: Any, url: str, **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """Open a page in which each violation, and each error in the console, is noted."""
    context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 900}, **options)
    complaints: list[str] = []

    def note(violation: str) -> None:
        complaints.append(violation)

    context.expose_function("noteViolation", note)
    context.add_init_script(VIOLATIONS)
    context.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    context.route("**/versions.json", lambda route: route.fulfill(json=VERSIONS))
    yield context.new_page(), complaints
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_feature_of_the_theme_breaks_it(
    featured: Path, browser: Any, serving: Callable[[Path], str], scheme: str
) -> None:
    with watched(browser, serving(featured), color_scheme=scheme) as (page, complaints):
        page.goto("features/", wait_until="networkidle")
        assert page.locator("#colored").evaluate("e => getComputedStyle(e).color") == "rgb(1, 2, 3)"
        assert page.locator("td").last.evaluate("e => getComputedStyle(e).textAlign") == "right"
        page.get_by_role("button", name="Accept").click()
        page.wait_for_load_state("networkidle")
        page.get_by_text("Two", exact=True).click()
        page.get_by_text("Details", exact=True).click()
        page.locator(".md-banner__button").click()
        for name in ("A guide", "Features", "Catalog"):  # Without a load of the page: `navigation.instant`.
            page.locator(".md-tabs").get_by_role("link", name=name, exact=True).click()
            page.wait_for_load_state("networkidle")
        for address in ("jobs/train/", "lineage/", "tags/", "no-such-page/"):
            page.goto(address, wait_until="networkidle")
        assert [said for said in complaints if "404" not in said] == []


@pytest.mark.browser
def test_the_chosen_colors_are_painted_first(featured: Path, browser: Any, serving: Callable[[Path], str]) -> None:
    """The page is not painted before the script with the colors, however late it comes."""
    with watched(browser, serving(featured), color_scheme="light") as (page, complaints):
        page.goto("guide/", wait_until="networkidle")
        page.get_by_role("button", name="Accept").click()
        page.wait_for_load_state("networkidle")
        page.locator("label[for^=__palette]:visible").click()
        page.route("**/palette.js", lambda route: (page.wait_for_timeout(500), route.continue_()))
        page.add_init_script("""
            window.painted = [];
            const note = () => {
                const paint = performance.getEntriesByType("paint").length;
                if (document.body) painted.push(`${document.body.dataset.mdColorScheme} ${paint}`);
                requestAnimationFrame(note);
            };
            requestAnimationFrame(note);
        """)
        page.goto("jobs/train/", wait_until="networkidle")
        painted = page.evaluate("painted")
        assert painted
        assert {shown.split()[0] for shown in painted} == {"slate"}
        assert complaints == []


@pytest.mark.browser
def test_data_for_machines_is_not_blocked(featured: Path, browser: Any, serving: Callable[[Path], str]) -> None:
    with watched(browser, serving(featured)) as (page, complaints):
        page.goto("jobs/train/", wait_until="networkidle")
        types = page.eval_on_selector_all("script:not([src])", "all => all.map((script) => script.type)")
        assert sorted(types) == ["application/json", "application/ld+json"]
        assert complaints == []


def test_every_page_contains_it(featured: Path) -> None:
    expected = "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'"
    for path in featured.rglob("*.html"):
        policies = [meta for meta in HtmlPage.read(path).all("meta") if "policy" in meta.get("http-equiv", "").lower()]
        assert [policy["content"] for policy in policies] == [expected], path


@pytest.fixture(scope="module")
def with_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that loads from other hosts, with headers for Netlify of its own."""
    repository = write_catalog(tmp_path_factory.mktemp("sources"), broken=False)
    docs = repository / "docs"
    (docs / "_headers").write_text("/raw/*\n  Access-Control-Allow-Origin: *\n", encoding="utf-8")
    (docs / "own.css").write_text("a { background: url(data:image/png;base64,aGk=) }\n", encoding="utf-8")
    (docs / "pictures.md").write_text(PICTURES, encoding="utf-8")
    options = "content_security_policy: netlify, content_security_sources: {connect-src: [https://a.example, 'data:']}"
    return build(
        repository,
        plugins=f"[paicatalog: {{{options}}}]",
        theme="material",
        extra_css="[own.css, https://css.example.com/x.css]",
        extra_javascript="[https://js.example.com/x.js]",
    )


def test_a_file_of_headers_in_the_docs_folder_is_kept(with_sources: Path) -> None:
    written = (with_sources / "_headers").read_text(encoding="utf-8")
    assert written.startswith(
        "/raw/*\n  Access-Control-Allow-Origin: *\n/*\n  Content-Security-Policy: default-src 'self';"
    )


@pytest.mark.parametrize(
    "directive",
    [
        "connect-src 'self' data: https://a.example",
        "font-src 'self' https://fonts.gstatic.com",
        "frame-src 'self' video.example.com",
        "img-src 'self' data: https://img.example.com",
        "script-src 'self' https://js.example.com",
        "style-src 'self' https://css.example.com https://fonts.googleapis.com",
    ],
)
def test_what_the_site_loads_from_other_hosts_is_allowed(with_sources: Path, directive: str) -> None:
    policy = (with_sources / "_headers").read_text(encoding="utf-8").strip().partition("Policy: ")[2]
    assert directive in policy.split("; ")


def test_a_policy_in_headers_is_not_in_pages(with_sources: Path) -> None:
    assert "Content-Security-Policy" not in (with_sources / "jobs/train/index.html").read_text(encoding="utf-8")


def test_inline_code_of_a_page_is_reported(repository: Path, caplog: Any) -> None:
    page = repository / "docs/inline.md"
    page.write_text('# Inline\n\n<button onclick="go()">x</button><script>go()</script>\n', encoding="utf-8")
    build(repository, "meta", theme="mkdocs")
    (said,) = [record.getMessage() for record in caplog.records if "inline code" in record.getMessage()]
    assert said.startswith("inline.md: the content security policy blocks the inline code on this page")
    assert "(`<script>`, `onclick=`)" in said
    assert "extra_javascript" in said
    page.unlink()


def test_mkdocs_serve_can_insert_its_script(repository: Path) -> None:
    write_mkdocs_yml(repository, plugins="[paicatalog: {content_security_policy: meta}]", theme="mkdocs")
    config = load_config(str(repository / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    mkdocs_build(config)
    config.plugins.on_startup(command="build", dirty=False)  # MkDocs keeps a plugin that handles this event.
    assert "Content-Security-Policy" not in (repository / "site/index.html").read_text(encoding="utf-8")


def test_readthedocs_has_no_inline_code_either(repository: Path, caplog: Any) -> None:
    site = build(repository, "meta", theme="readthedocs")
    assert "inline code" not in caplog.text
    assert "Content-Security-Policy" in (site / "jobs/train/index.html").read_text(encoding="utf-8")
    assert "pcmark" not in "".join(path.read_text(encoding="utf-8") for path in site.rglob("assets/paicatalog/*.js"))

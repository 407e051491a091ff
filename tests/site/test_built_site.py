"""Pages of other generators: tokens keep their source, relative links move, the main content is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.site.built_site.docs_pages import docs_page
from paicatalog.site.built_site.html_tokens import tokens
from paicatalog.site.built_site.main_content import containers
from paicatalog.site.built_site.relative_links import Move
from paicatalog.site.built_site.shell_page import Additions, ShellPage, find_shell_page
from paicatalog.site.built_site.sitemap import completed_sitemap
from paicatalog.site.page import Page

PIECES = [
    "<p>",
    "</p>",
    "<a href=x>",
    "<br/>",
    "a & b",
    "&amp;",
    "<",
    "<!-- x -->",
    "<!doctype html>",
    "\n",
    "<script>",
]


def moved(source: str, depth: int = 2, *, page: str = "catalog/index.html", base: str = "") -> str:
    move = Move(page, depth, base)
    return "".join(move.token(token).source for token in tokens(source))


@given(st.lists(st.sampled_from([*PIECES, "if (a < b) '</p>'", "</script>", "<style>", "</style>", "<?x?>"])))
def test_tokens_joined_are_the_page(pieces: list[str]) -> None:
    source = "".join(pieces)
    assert "".join(token.source for token in tokens(source)) == source


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="../x/">', '<a href="../../x/">'),
        ('<a href="..">', '<a href="../..">'),
        ("<a href=../guide/#rules>", '<a href="../../guide/#rules">'),
        ('<a href="./">', '<a href="../../catalog/">'),
        ('<a href="own.png?v=1">', '<a href="../../catalog/own.png?v=1">'),
        ('<a href="../../mike/">', '<a href="../../../mike/">'),
        ('<img srcset="../a.png 1x, ../b.png 2x">', '<img srcset="../../a.png 1x, ../../b.png 2x">'),
        ('<img srcset="../a.png 1x,../b.png 2x">', '<img srcset="../../a.png 1x, ../../b.png 2x">'),
        ('<use href="../i.svg#x"/>', '<use href="../../i.svg#x"/>'),
        ('<meta content="../a.png">', '<meta content="../../a.png">'),
        ('<html data-content_root="../">', '<html data-content_root="../../">'),
        ('<p style="background: url(../a.png)">', '<p style="background: url(../../a.png)">'),
        ("<style>p { background: url('../a.png') }</style>", "<style>p { background: url('../../a.png') }</style>"),
        ('<script>base = new URL("..", location)</script>', '<script>base = new URL("../..", location)</script>'),
        ('<script>{"base": "..\\/a\\/"}</script>', '<script>{"base": "..\\/..\\/a\\/"}</script>'),
    ],
)
def test_relative_links_lead_to_the_same_place_from_another_depth(before: str, after: str) -> None:
    assert moved(before) == after


@pytest.mark.parametrize(
    "source",
    [
        "<a href='#x'>",
        '<a href="/x/">',
        '<a href="https://example.com/../x">',
        '<a href="//example.com/x">',
        '<a href="mailto:a@example.com">',
        '<img src="data:image/png;base64,AA==">',
        '<a href="http://[x">',
        '<p title="see ../x" class="a.b">../x</p>',
        '<script>a.split("."); b = "... and"; c = "x/../y"</script>',
        "<!-- ../x -->",
    ],
)
def test_everything_else_stays_byte_for_byte(source: str) -> None:
    assert moved(source) == source


def test_a_page_at_the_root_has_links_without_dots() -> None:
    assert moved('<a href=".."><a href="../x/"><a href="../">', 0) == '<a href="."><a href="x/"><a href="./">'


def test_links_are_relative_to_the_base_of_the_page() -> None:
    assert moved('<a href="x/">', base="../") == '<a href="../../x/">'
    assert moved('<a href="x/">', base="/lab/") == '<a href="/lab/x/">'


def filled(source: str, *, site_name: str = "Lab") -> str:
    marked = ShellPage("catalog/index.html", source)
    additions = Additions(lambda root: f'<link href="{root}x.css">', lambda _: "")
    shell = marked.shells([2], site_name=site_name, label="Catalog", additions=additions)[2]
    return shell.fill(Page("jobs/x/", title="x (job)", description="About x", html="<h1>x</h1>"))


def test_the_words_of_an_excerpt_become_the_description() -> None:
    page = filled('<head><meta property=og:description content="pcmarkcontent"></head><p class=a>pcmarkcontent')
    assert 'content="About x"' in page
    assert '<div id="pc-content" class="pc" lang="en" dir="ltr"><h1>x</h1></div>' in page


def test_a_page_without_description_gets_one_and_without_end_tags_a_head() -> None:
    page = filled("<title>pcmarktitle</title><body><p>pcmarkcontent</p>")
    assert '<meta name="description" content="About x"><link href="../../x.css"></head><body>' in page


def test_a_title_from_the_menu_gives_way_to_that_of_the_page() -> None:
    page = filled("<head><title>Our jobs - L</title></head><p>pcmarkcontent</p>", site_name="A & B")
    assert "<title>x (job) - A &amp; B</title>" in page


def test_the_name_of_the_marked_page_stays_in_menus() -> None:
    page = filled('<head></head><a href="./">pcmarktitle</a><a href="#pcmarktitle">pcmarktitle</a><p>pcmarkcontent</p>')
    assert '<a href="../../catalog/">Catalog</a><a href="#pc-content">x (job)</a>' in page


def test_the_marked_page_is_not_one_that_mentions_the_marks() -> None:
    listing = ShellPage("index.html", "<title>Lab</title><a>pcmarktitle</a><p>pcmarkcontent</p>")
    code = ShellPage("a/index.html", "<title>About pcmarktitle</title><pre><span>pcmarkcontent</span></pre>")
    marked = ShellPage("x/y/index.html", "<title>pcmarktitle - Lab</title><p>\n  pcmarkcontent</p>")
    assert find_shell_page([listing, code, marked]) is marked
    assert find_shell_page([]) is None


def test_the_main_content_is_where_the_marked_page_has_its_mark() -> None:
    known = containers('<main><div class="text"><section id="pcmarktitle"><p>pcmarkcontent</p></section></div></main>')
    page = docs_page(
        "a/b.html", '<main><nav>Menu</nav><div class="text"><h1>A</h1><p>b<h2>C<a>¶</a></h2></div></main>', known
    )
    assert page is not None
    assert (page.url, page.entry.title, page.entry.text, page.entry.headings) == ("a/b.html", "A", "b C", "C")
    assert page.twin.url == "a/b.md"


@pytest.mark.parametrize(
    ("path", "html"),
    [
        ("404.html", "<main>x</main>"),
        ("de/404.html", "<main>x</main>"),
        ("a.html", "<p>no main content</p>"),
        ("a.html", "<meta http-equiv=refresh content='0; url=b'><main>x</main>"),
        ("a.html", "<meta name=robots content='noindex, follow'><main>x</main>"),
    ],
)
def test_what_is_no_page_to_read_is_left_out(path: str, html: str) -> None:
    assert docs_page(path, html, ()) is None


def test_a_sitemap_keeps_its_own_entries_and_gets_each_page_once() -> None:
    own = "<urlset>\n<url><loc>https://e.org/a/</loc><lastmod>2026-01-01</lastmod></url>\n<url><loc>https://e.org/old/</loc></url></urlset>"
    once = completed_sitemap(own, "https://e.org/", ["jobs/x&y/", "b/"], {"b/": "2026-02-02"}, dropped={"old/"})
    assert "<lastmod>2026-01-01</lastmod>" in once
    assert "old/" not in once
    assert once.index("e.org/b/") < once.index("e.org/jobs/x&amp;y/")
    assert (
        completed_sitemap(once, "https://e.org/", ["jobs/x&y/", "b/"], {"b/": "2026-02-02"}, dropped={"old/"}) == once
    )
    index = "<sitemapindex></sitemapindex>"
    assert completed_sitemap(index, "https://e.org/", ["b/"], {}, dropped=()) == index

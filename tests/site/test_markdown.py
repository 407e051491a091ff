"""Descriptions are rendered as safe HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.site.code import markdown as module
from paicatalog.site.code.markdown import markdown


def test_html_stays_text() -> None:
    assert "<script" not in markdown("<script>alert(1)</script>\n\n# <b>x</b>")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "../other.md", "vbscript:x", "#id"])
def test_links_that_lead_nowhere_are_words(target: str) -> None:
    made = markdown(f"see [the words]({target}) *now*")
    assert "<a " not in made
    assert "the words" in made


def test_links_to_the_web_stay() -> None:
    assert '<a href="https://example.org/x" rel="nofollow">words</a>' in markdown("[words](https://example.org/x)")


def test_pictures_become_links() -> None:
    made = markdown("![a curve](https://example.org/c.png) and [![badge](https://a.b/c.svg)](https://a.b)")
    assert "<img" not in made
    assert ">a curve</a>" in made
    assert '<a href="https://a.b" rel="nofollow">badge</a>' in made


def test_headings_stand_below_the_page() -> None:
    assert "<h3>One</h3>" in markdown("# One\n\n*x*")
    assert "<h6>Six</h6>" in markdown("###### Six\n\n*x*")


def test_tables_scroll_and_can_be_reached() -> None:
    assert '<div class="pc-scroll" tabindex="0"><table class="pc-cells">' in markdown("|a|b|\n|-|-|\n|1|2|")


def test_aligned_columns_have_a_class_and_no_inline_style() -> None:
    made = markdown("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|")
    assert '<th class="pc-center">b</th>' in made
    assert '<td class="pc-left">1</td>' in made
    assert '<td class="pc-right">3</td>' in made
    assert "style" not in made


@given(st.text(alphabet="ab1 \n`.,:'\"()-=+é<&"))
def test_the_quick_way_says_what_the_parser_says(text: str) -> None:
    if module._PLAIN.fullmatch(text) and not module._BLOCK_MARKUP.search(text):
        parsed = module._PARSER.render(text, {"shift": 2})
        assert _bare(markdown(text)) == _bare(parsed)


def _bare(made: str) -> str:
    return made.replace("&quot;", "&#34;").replace("'", "&#39;").strip()

"""Any text of a file is shown as text in a README."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from paicatalog.publishing.markdown_text import (
    code_span,
    escaped,
    fence,
    markdown_link,
    plain_markdown,
    sentence_markdown,
)
from paicatalog.rules.wording import escape_controls

MARKDOWN = MarkdownIt("commonmark").enable("strikethrough").enable("table")
TRUSTING = MarkdownIt("commonmark")
"""Makes any address a link, as some programs do."""
TRUSTING.validateLink = lambda _: True  # type: ignore[method-assign]
TEXT = st.text(
    st.sampled_from("ab `*_[]()<>#+-=~!|.:/1w\\&;@$\n") | st.characters(codec="utf-8"),
    max_size=20,
)


def one_line(text: str) -> str:
    return " ".join(escape_controls(text.replace("\n", " ")).split())


@given(TEXT)
def test_text_stays_text(text: str) -> None:
    made = MARKDOWN.render(plain_markdown(text)).strip()
    shown = re.sub(r"^<p>|</p>$", "", made)
    assert "<" not in shown
    assert html.unescape(shown) == one_line(text)


@given(TEXT)
def test_text_stays_text_within_a_line(text: str) -> None:
    made = MARKDOWN.render(f"x {escaped(text, start=False)} y").strip()
    shown = re.sub(r"^<p>|</p>$", "", made)
    assert "<" not in shown
    assert html.unescape(shown).split() == f"x {text} y".replace("\0", "\ufffd").split()


@given(TEXT)
@example("a\\|<img src=x>")
def test_a_cell_of_a_table_holds_text_and_code(text: str) -> None:
    for cell in (code_span(text, in_cell=True), sentence_markdown(f"`{text}` {text}", in_cell=True)):
        made = MARKDOWN.render(f"| a | b |\n|---|---|\n| {cell} | end |\n")
        assert len(re.findall("<td>", made)) == 2
        assert set(re.findall(r"<(\w+)", made)) <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
        # GitHub's own parser takes pairs of a backslash and what follows; no `|` may be left then.
        assert "|" not in re.sub(r"\\.", "", cell, flags=re.DOTALL)


@given(TEXT, TEXT)
def test_a_link_opens_a_page_or_is_text(text: str, address: str) -> None:
    made = TRUSTING.render(f"x {markdown_link(escaped(text, start=False), address)} y")
    assert not re.search(r'href="(?!https?:|mailto:)[a-z0-9+.-]*:', html.unescape(made), re.IGNORECASE)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "vbscript:x",
        " javascript:x",
        "java\nscript:x",
        "\x01javascript:x",
    ],
)
def test_an_address_that_runs_code_is_no_link(address: str) -> None:
    assert markdown_link("text", address) == "text"
    encoded = address.replace("s", "&#115;")
    assert 'href="javascript' not in TRUSTING.render(markdown_link("text", encoded)).lower()


@given(TEXT)
def test_code_stays_code(text: str) -> None:
    made = re.fullmatch(
        r"<p>x (?:<code>(.*)</code>|\(empty\)) y</p>", MARKDOWN.render(f"x {code_span(text)} y").strip(), re.DOTALL
    )
    assert made and html.unescape(made[1] or "") == one_line(text)


@given(st.text(st.sampled_from("`~a\n "), max_size=20))
def test_a_block_ends_where_it_should(code: str) -> None:
    mark = fence(code)
    made = MARKDOWN.render(f"{mark}bash\n{code}\n{mark}\n\nafter")
    assert made == f'<pre><code class="language-bash">{code}\n</code></pre>\n<p>after</p>\n'


def test_a_sentence_of_ours_may_hold_code() -> None:
    assert sentence_markdown("Type `a*b` or *c* in <d>.") == r"Type `a*b` or \*c\* in \<d\>."


def test_nobody_is_addressed_and_no_address_becomes_a_link() -> None:
    assert plain_markdown("@ada www.example.org https://example.org $x$") == (
        r"\@ada www\.example.org https\://example.org \$x\$"
    )

"""Any text of a file is shown as text in a README."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from paicatalog.reproduce.folder.markdown_text import code_span, fence, plain_markdown, sentence_markdown
from paicatalog.rules.wording import escape_controls

MARKDOWN = MarkdownIt("commonmark").enable("strikethrough").enable("table")
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

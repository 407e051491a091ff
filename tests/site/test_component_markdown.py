"""The Markdown version of pages, for programs that read text."""

import pytest

from paicatalog.site.code.html_to_markdown import markdown_of, page_twin


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>Two <code>a_b</code></h2><p>One\n <a href='../x/'>link</a></p>", "## Two `a_b`\n\nOne [link](../x/)"),
        ("<ul><li>one<ul><li>two</li></ul></li><li><p>three</p></li></ul>", "- one\n  - two\n- three"),
        ("<pre><code>a\n  <span>b</span> * c\n</code></pre>", "```\na\n  b * c\n```"),
        ("<pre>```\nout</pre>", "````\n```\nout\n````"),
        ("<p>*no* [mark](x) &lt;b&gt;</p>", "\\*no\\* \\[mark\\](x) \\<b>"),
        ("<p>a<span>b</span><span>c</span></p>", "ab c"),
        ("<form><input><label>x</label></form><script>y</script><p hidden>z<br>z</p><svg><text>t</text></svg>w", "w"),
        ("<h1>T<a class='headerlink' href='#t'>¶</a></h1><dl><dt>a</dt><dd>1</dd></dl>", "# T\n\na: 1"),
    ],
)  # fmt: skip
def test_what_is_read_is_written(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


def test_a_table_stays_one() -> None:
    head, row = "<tr><th>A</th><th>B</th></tr>", "<tr><td>1|2</td><td><p>3</p></td></tr>"
    table = markdown_of(f"<table><thead>{head}</thead><tbody>{row}</tbody></table><p>after</p>")
    assert table == "| A | B |\n| --- | --- |\n| 1\\|2 | 3 |\n\nafter"


def test_a_twin_lies_beside_its_page() -> None:
    assert page_twin("guides/x/", "<p>a</p>").url == "guides/x/index.md"
    assert page_twin("guides/x.html", "<p>a</p>").url == "guides/x.md"
    assert page_twin("", "<p>a</p>", "b").content == b"b\n"

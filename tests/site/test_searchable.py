"""What `data-search-exclude` is written at is not searched."""

import pytest

from paicatalog.site.code.searchable import searchable


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>a &amp; b &#38; c</p>", "<p>a &amp; b &#38; c</p>"),
        ("<p data-search-exclude>a</p><p>b &amp; c</p>", "<p>b &amp; c</p>"),
        ("<div data-search-exclude>a<div>b</div>c</div>d", "d"),
        ("<h2 data-search-exclude>A</h2><p>a</p><h2>B</h2><p>b</p>", "<h2>B</h2><p>b</p>"),
        ("<h2 data-search-exclude>A</h2><p>a</p><h3>B</h3>b", "<h3>B</h3>b"),
        ('a<img data-search-exclude alt="x"> b<br/>', "a b<br/>"),
        ("<p data-search-exclude>never closed", ""),
    ],
)
def test_it_leaves_out_elements_and_sections(html: str, kept: str) -> None:
    assert searchable(html) == kept

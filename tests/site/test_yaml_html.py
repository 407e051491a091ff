"""Highlighted YAML has the same text as the file."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.site.code.yaml_html import Slot, yaml_html


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@given(st.text(alphabet="ab:-#|>'\"\\[]{}, \n&*!%<?~1.\t\u2028é"))
def test_text_stays_the_same_whatever_it_is(text: str) -> None:
    assert text_of(yaml_html(text)) == text


def kinds(line: str) -> list[tuple[str, str]]:
    found = re.findall(r'<span class="pc-([cknpsw])">([^<]*)', yaml_html(line, ids=""))
    return [(kind, html.unescape(text)) for kind, text in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("key: text # note", [("k", "key"), ("s", "text"), ("c", "# note")]),
        ("n: -1.5e3", [("k", "n"), ("n", "-1.5e3")]),
        ("on: TRUE", [("k", "on"), ("w", "TRUE")]),
        ("uri: http://host:80/a#b", [("k", "uri"), ("s", "http://host:80/a#b")]),
        ("- 'it''s': {a: 1}", [("k", "'it''s'"), ("k", "a"), ("n", "1")]),
        ("x: &anchor value", [("k", "x"), ("p", "&anchor"), ("s", "value")]),
    ],
)
def test_parts_of_a_line(line: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(line) == expected


def test_a_block_scalar_is_text_until_the_indent_ends() -> None:
    made = yaml_html("a:\n  - run: |\n      key: value # no comment\n    next: 1\n", ids="")
    assert '<span class="pc-s">      key: value # no comment</span>' in made
    assert '<span class="pc-k">next</span>' in made


def test_tags_are_marked_within_values() -> None:
    assert '<span class="pc-t">&lt;% $parameters.lr %&gt;</span>' in yaml_html("c: a <% $parameters.lr %> b\n")


def test_slots_are_marked_and_change_no_text() -> None:
    text = "p: {a: 1, b: two}\n"
    made = yaml_html(text, slots=[Slot(1, 7, 8, "p1"), Slot(1, 13, 16, "p2")])
    assert text_of(made) == text
    assert re.findall(r'data-slot="(p\d)"><span class="pc-.">(\w+)<', made) == [("p1", "1"), ("p2", "two")]


def test_long_lines_take_no_long_time() -> None:
    for text in ('"' * 50_000, "[" * 50_000, "&a " * 50_000, ": " * 50_000):
        assert text_of(yaml_html(text)) == text

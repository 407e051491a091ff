"""Conversion of places to spans of the source text."""

from collections.abc import Callable

import pytest

from paicatalog.protocol.document import Document
from paicatalog.protocol.locate import locate, source_line
from paicatalog.protocol.place import Part, Place, Span, json_pointer
from paicatalog.protocol.problem import ProblemKind

TEXT = """\
name: job_a  # a comment
description: |
  Hello
  wor ld

# comment
list:
  - x: 'foo bar'
    y:
  - {é: [1, two]}
1.0: number
base: &base {shared: 1}
merged:
  <<: *base
  own: 2

"""

SPANS = {
    Place(()): (1, 1, 15, 9),
    Place(("name",)): (1, 7, 1, 12),
    Place(("name",), Part.KEY): (1, 1, 1, 5),
    Place(("description",)): (2, 14, 4, 9),
    Place(("description",), excerpt="wor"): (4, 3, 4, 6),
    Place(("description",), excerpt="not there"): (2, 14, 4, 9),
    Place(("list",)): (8, 3, 10, 18),
    Place(("list", 0)): (8, 5, 9, 7),
    Place(("list", 0, "x")): (8, 8, 8, 17),
    Place(("list", 0, "x"), excerpt="bar"): (8, 13, 8, 16),
    Place(("list", 0, "y")): (9, 5, 9, 6),
    Place(("list", 1, "é", 1)): (10, 13, 10, 16),
    Place(("list", 1, "é"), Part.KEY): (10, 6, 10, 7),
    Place(("1",)): (11, 6, 11, 12),
    Place(("merged", "shared")): (12, 22, 12, 23),
    Place(("list", 0, "nothing", 3)): (8, 5, 9, 7),
    Place(("list", 7)): (7, 1, 7, 5),
    Place(("nothing",)): (1, 1, 15, 9),
    Place((), line=4, column=3): (4, 3, 4, 6),
    Place((), line=99, column=9): (99, 9, 99, 10),
}


@pytest.mark.parametrize(("place", "expected"), SPANS.items(), ids=str)
def test_span(read: Callable[[str], Document], place: Place, expected: tuple[int, int, int, int]) -> None:
    assert locate(read(TEXT), place) == Span(*expected)


@pytest.mark.parametrize("text", ["", "a: b: c", "[" * 5000, "a: &a [*a]", "\ufeff", "- a\n- b"])
def test_any_place_has_a_span_in_any_text(read: Callable[[str], Document], text: str) -> None:
    document = read(text)
    for place in (Place(()), Place(("a", 1), Part.KEY), Place((0,), excerpt="a"), Place((), line=3)):
        span = locate(document, place)
        assert (span.line, span.column) < (span.end_line, span.end_column) or span.line == span.column == 1


def test_windows_line_ends_and_byte_order_marks_shift_nothing(read: Callable[[str], Document]) -> None:
    document = read("\ufeffa: 1\r\nb: |\r\n  x\r\n  y z\r\n")
    assert locate(document, Place(("a",))) == Span(1, 4, 1, 5)
    assert locate(document, Place(("b",), excerpt="z")) == Span(4, 5, 4, 6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\tb: 1\n\tlast: x\n", Span(3, 8, 3, 9)),
        ("a:\n\tb: 1\n\tc: 2\nlast: x\n", Span(4, 7, 4, 8)),
        ("a: |\n  x\n \t\nlast: x\n", Span(4, 7, 4, 8)),
        ("a: |\n  \tx\nlast: x\n", Span(3, 7, 3, 8)),
    ],
)
def test_tabs_shift_nothing(read: Callable[[str], Document], text: str, expected: Span) -> None:
    assert locate(read(text), Place(("last",))) == expected


def test_an_entry_that_stands_twice_has_the_place_of_each(read: Callable[[str], Document]) -> None:
    document = read("a: 1\nb: 2\na: 3\n")
    (problem,) = (each for each in document.problems if each.kind is ProblemKind.DUPLICATE_KEY)
    assert locate(document, problem.place) == Span(3, 1, 3, 3)
    assert locate(document, problem.detail["first"]) == Span(1, 1, 1, 3)


def test_source_lines(read: Callable[[str], Document]) -> None:
    document = read(TEXT)
    assert source_line(document, 1) == "name: job_a  # a comment"
    assert [source_line(document, number) for number in (0, -1, 99)] == ["", "", ""]


def test_json_pointers_are_escaped() -> None:
    assert json_pointer(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"
    assert json_pointer(()) == ""

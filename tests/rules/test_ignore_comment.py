"""Ignore comments: the lines that they apply to, in any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.rules import RULES
from paicatalog.rules.check import MAXIMUM_FINDINGS, CheckedFile, check_document
from paicatalog.rules.ignore_comment import ignore_comments
from paicatalog.rules.suppression import apply_suppressions

C = "# paicatalog: ignore drift -- x"


def about(text: str) -> list[list[int]]:
    return [list(comment.lines) for comment in ignore_comments(SourceFile("a.yaml", text.encode()))]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"a: 1 {C}\nb: 2\n", [[1]]),
        (f"{C}\na: 1\nb: 2\n", [[2]]),
        (f"{C}\r\n\r\n# Other.\r\na: 1\r\n", [[4]]),
        (f"\ufeff{C}\na: 1\n", [[2]]),
        (f"%YAML 1.2\n---\n{C}\na: 1\n", [[4]]),
        (f"{C}\n---\na: 1\n", [[3]]),
        (f"--- {C}\na: 1\n", [[1]]),
        (f"a: 1\n{C}\n", [[]]),
        (f"{C}\n", [[]]),
        (f"{C}\na:\n  b:\n    - 1\n\n    # Other.\nc: 1\n", [[2, 3, 4]]),
        (f"{C}\na:\n- 1\n- 2\nc: 1\n", [[2, 3, 4]]),
        (f"a:\n  {C}\n  - b: 1\n    c: 2\n  - d\n", [[3, 4]]),
        (f"a:\n  {C}\n  -\n    b: 1\n    c: 2\n  - d\n", [[3, 4, 5]]),
        (f"a:\n  {C}\n  - |\n    text\n\n    {C}\n\n  - d\n", [[3, 4, 5, 6, 7]]),
        (f"a: > {C}\n    {C}\n  \nb: 1\n", [[1, 2, 3]]),
        (f'a: "text\n  {C}"\nb: "c" {C}\n', [[3]]),
        (f"a: text#more {C}\n", [[1]]),
        (f"a: 1 # One. {C}\n# - b {C}\nc: 1\n", [[1]]),
        (f"a: [\n  {C}\n  b,\n  c]\n", [[3]]),
        (f"a:\n  {C}\n  b: {{c: 1,\n    d: 2}}\n", [[3, 4]]),
        (f"a: &x [1]\nb:\n  {C}\n  c: *x\n  d: 1\n", [[4]]),
        (f"a: 1\n\t{C}\nb: 1\n", [[3]]),
        (f"{C}\na: 'x\x85y'\n", [[2]]),
        (f"{C}\na: b: c\n{C}\n", [[2]]),  # only the head is read if the text does not parse
        (f"{C}\n- a\n- b\n", [[2]]),
        (f"{C}\n{{a: 1, {C}\n b: 2}}\n", [[2], [2]]),
    ],
)
def test_the_lines_that_a_comment_is_about(text: str, lines: list[list[int]]) -> None:
    assert about(text) == lines


PIECES = [
    *("a: ", "- ", "|\n", ">-\n", '"', "'", "\n", "  ", "#", " ", "[", "]", "{", "}", ",", "---\n", "\t", "&x ", "*x"),
    *("\r\n", C, "# paicatalog: ignore-file drift -- x\n", "# paicatalog: ignore drift\n", "\xe9\x85"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_text_is_too_odd(text: str) -> None:
    document = parse(SourceFile("a.yaml", text.encode()))
    (file,) = apply_suppressions([CheckedFile(document, check_document(document))], rules=RULES).files
    assert "rule-crash" not in {finding.rule for finding in file.findings}


def test_of_a_file_made_of_comments_only_so_many_are_told() -> None:
    text = "a:\n" + "- a\n" * 3_000 + f"{C}\n" * 15_000 + "-\n" * 3_000
    document = parse(SourceFile("a.yaml", text.encode()))
    (file,) = apply_suppressions([CheckedFile(document, check_document(document))], rules=RULES).files
    assert sum(finding.rule == "unused-ignore" for finding in file.findings) == MAXIMUM_FINDINGS

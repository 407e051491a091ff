"""Each statement of the threat model names tests, and they exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "development" / "security.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
STATEMENTS = [
    row
    for table in re.findall(r"^\| statement \| tests \|\n\|---\|---\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    for row in table.splitlines()
]


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_that_the_page_names_is_in_a_statement() -> None:
    named = [test for row in STATEMENTS for test in TEST.findall(row)]
    assert named and named == TEST.findall(PAGE)


@pytest.mark.parametrize("row", STATEMENTS, ids=lambda row: row.split("|")[1].strip())
def test_every_statement_has_tests_that_exist(row: str) -> None:
    _, statement, tests, _ = row.split("|")
    named = TEST.findall(tests)
    assert statement.strip() and len(named) == tests.count("`") // 2 > 0
    assert [f"{file}::{name}" for file, name in named if name not in functions_of(file)] == []

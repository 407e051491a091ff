"""The development pages are up to date: the diagram matches the contracts, and every file mentioned exists."""

import re
from pathlib import Path

import pytest
from architecture_diagram import DIAGRAM, ROOT, diagram

PAGES = sorted((ROOT / "docs" / "development").glob("*.md"))
FILE = re.compile(r"`([\w./-]+\.(?:py|sh|js|css|jinja|toml|yml|yaml|tsv|po|pot|svg))`(?! \(new\))")
"""A file in the repository; a recipe marks files that do not exist as new."""
PLACES = (ROOT, ROOT / "paicatalog")
NEW = re.compile(r"NAME|GROUP|LANGUAGE")


def test_the_diagram_shows_the_contracts() -> None:
    assert DIAGRAM.read_text(encoding="utf-8") == diagram(), "run: python tests/docs/architecture_diagram.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    named = {name for name in FILE.findall(page.read_text(encoding="utf-8")) if "/" in name and not NEW.search(name)}
    missing = {name for name in named if not any((place / name).exists() for place in PLACES)}
    assert not missing

"""A job's page is light: what a reader loads to see it, without what the theme adds."""

import gzip
from pathlib import Path

import pytest

from paicatalog.site.site import SCRIPTS, STYLE

pytestmark = pytest.mark.xdist_group("shipped")

MOST = 60_000
"""Bytes, compressed: HTML and our own styles and scripts."""


def compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), mtime=0))


def test_no_page_of_a_job_is_heavy(shipped_site: Path) -> None:
    own = sum(compressed(shipped_site / url) for url in (STYLE, *SCRIPTS))
    pages = sorted((shipped_site / "jobs").rglob("index.html"))
    assert pages
    assert {str(page): weight for page in pages if (weight := compressed(page) + own) > MOST} == {}

"""The README's pictures are up to date, and can be taken again."""

from pathlib import Path
from typing import Any

import pytest
import screenshots
from PIL import Image

LARGEST = 250_000
"""Bytes."""


def test_the_picture_of_validate_is_up_to_date() -> None:
    with Image.open(screenshots.IMAGES / "validate.png") as picture:
        shown = picture.text["Description"]
    assert shown == screenshots.plain(screenshots.run_validate()), "take it again: python tests/screenshots.py"


def test_each_style_of_a_terminal_is_a_class() -> None:
    assert screenshots.to_html("\x1b[31merror\x1b[0m: a < b") == '<span class="style-31">error</span>: a &lt; b'


def test_every_style_is_drawn() -> None:
    printed = screenshots.run_validate()
    styles = set(screenshots.COLORED.findall(printed))
    assert {style for style, _ in styles if f".style-{style} " not in screenshots.TERMINAL} == set()
    assert len(styles) > 3
    assert "\x1b" not in screenshots.plain(printed)


@pytest.mark.browser
@pytest.mark.xdist_group("shipped")
def test_both_pictures_can_be_taken_again(browser: Any, site_url: str, tmp_path: Path) -> None:
    screenshots.take_site(browser, site_url, tmp_path)
    screenshots.take_validate(browser, tmp_path)
    assert names(tmp_path) == names(screenshots.IMAGES)


def names(folder: Path) -> set[str]:
    """Return the names of the pictures in a folder, after checking their dimensions and size."""
    for file in folder.iterdir():
        with Image.open(file) as picture:
            assert picture.width >= 2_000
        assert file.stat().st_size < LARGEST
    return {file.name for file in folder.iterdir()}

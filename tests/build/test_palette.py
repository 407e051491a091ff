"""The colors of Material's palette can be chosen however the theme is configured, and no script fails without any."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mkdocs_build import build_here
from odd_catalog import VALID, write_mkdocs_yml

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("palette")]

LIGHT = (
    '{media: "(prefers-color-scheme: light)", scheme: default, primary: teal,'
    " toggle: {icon: material/weather-night, name: To dark}}"
)
DARK = (
    '{media: "(prefers-color-scheme: dark)", scheme: slate, primary: cyan,'
    " toggle: {icon: material/weather-sunny, name: To light}}"
)
AUTOMATIC = '{media: "(prefers-color-scheme)", toggle: {icon: material/link, name: Away from the system}}'
ONE = "{scheme: slate, primary: teal}"

NOTHING_TO_CHOOSE = {
    "none": ("", (None, None)),
    "empty list": ("[]", (None, None)),
    "mapping": (ONE, ("slate", "teal")),
    "list of one": (f"[{ONE}]", ("slate", "teal")),
}
"""What is configured, and the scheme and primary color of every page."""
ADDRESSES = ("", "outputs/model/", "guide/", "404.html")
SWITCH = "label[for^=__palette]:visible"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("palette") / "repo"
    (folder / "catalog").mkdir(parents=True)
    (folder / "catalog" / "model.yaml").write_text(VALID["model.yaml"], encoding="utf-8")
    return folder


@pytest.fixture
def opened(folder: Path, browser: Any, serving: Callable[[Path], str]) -> Callable[..., Any]:
    """Build the site with a palette, and open pages that complain of nothing: `with opened(palette) as page`."""

    @contextmanager
    def open_page(palette: str, **options: Any) -> Iterator[Any]:
        colors = f", palette: {palette}" if palette else ""
        write_mkdocs_yml(folder, theme=f"{{name: material, font: false{colors}}}")
        context = browser.new_context(base_url=serving(build_here(folder)), **options)
        complaints: list[str] = []
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        yield page
        assert complaints == []
        context.close()

    return open_page


def colors(page: Any) -> tuple[str | None, str | None]:
    return page.get_attribute("body", "data-md-color-scheme"), page.get_attribute("body", "data-md-color-primary")


@pytest.mark.parametrize("name", NOTHING_TO_CHOOSE)
def test_without_a_choice_pages_have_the_one_look(opened: Callable[..., Any], name: str) -> None:
    palette, look = NOTHING_TO_CHOOSE[name]
    with opened(palette) as page:
        for address in ADDRESSES:
            page.goto(address, wait_until="networkidle")
            assert colors(page) == look
            assert page.locator(SWITCH).count() == 0
            assert page.locator("#pc-header-query").is_visible()


def test_two_palettes_take_turns_and_the_choice_stays(opened: Callable[..., Any]) -> None:
    with opened(f"[{LIGHT}, {DARK}]", color_scheme="dark") as page:
        page.goto("outputs/model/", wait_until="networkidle")
        assert (colors(page), page.locator(SWITCH).get_attribute("title")) == (("slate", "cyan"), "To light")
        page.locator(SWITCH).click()
        assert (colors(page), page.locator(SWITCH).get_attribute("title")) == (("default", "teal"), "To dark")
        for address in ADDRESSES:
            page.goto(address, wait_until="networkidle")
            assert colors(page) == ("default", "teal"), address
        page.locator(SWITCH).click()
        page.reload(wait_until="networkidle")
        assert colors(page) == ("slate", "cyan")


def test_the_automatic_palette_of_three_follows_the_system_as_it_changes(opened: Callable[..., Any]) -> None:
    with opened(f"[{AUTOMATIC}, {LIGHT}, {DARK}]", color_scheme="dark") as page:
        page.goto("outputs/model/", wait_until="networkidle")
        assert (colors(page), page.locator(SWITCH).get_attribute("title")) == (
            ("slate", "cyan"),
            "Away from the system",
        )
        page.emulate_media(color_scheme="light")
        page.wait_for_selector("body[data-md-color-scheme=default]")
        for expected, following in (
            (("default", "teal"), "To dark"),
            (("slate", "cyan"), "To light"),
            (("default", "teal"), "Away from the system"),
        ):
            page.locator(SWITCH).click()
            page.reload(wait_until="networkidle")
            assert (colors(page), page.locator(SWITCH).get_attribute("title")) == (expected, following)
        page.emulate_media(color_scheme="dark")
        page.wait_for_selector("body[data-md-color-scheme=slate]")


def test_the_theme_does_not_restyle_a_page_when_it_starts(opened: Callable[..., Any]) -> None:
    """Its component sets `data-md-color-switching` each time it writes colors."""
    with opened(f"[{LIGHT}, {DARK}]") as page:
        page.add_init_script("""
            window.restyled = 0;
            new MutationObserver((changes) => { window.restyled += changes.length; })
                .observe(document, { subtree: true, attributeFilter: ["data-md-color-switching"] });
        """)
        page.goto("guide/", wait_until="networkidle")
        assert page.evaluate("window.restyled") == 0

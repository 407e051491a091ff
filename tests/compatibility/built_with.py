"""A site with other plugins beside ours: writing its repository, and what is wrong with it once it is built."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from combinations import GUIDE, Combination
from lxml import html

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "build")]  # The script runs without pytest, which does so.

from odd_catalog import commit_all, write_catalog, write_mkdocs_yml  # noqa: E402
from site_links import dead_links  # noqa: E402

ADDRESS = "https://jobs.example.com/lab/"
COMPONENTS = ("jobs/train", "jobs/train/1.0", "data/digits", "dockerimages/proxy")
_TEXTS = (".html", ".xml", ".json", ".txt", ".md")
_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
"""For the plugin social, which otherwise downloads one."""


def write_repository(folder: Path, combination: Combination) -> Path:
    """Write the small odd catalog with a guide that links to it, and commit it; returns `folder`."""
    folder.mkdir(parents=True)
    write_catalog(folder, broken=False)
    options = {
        "site_url": ADDRESS,
        "theme": combination.theme,
        "plugins": combination.plugins,
        "use_directory_urls": str(combination.directories).lower(),
        "validation": "{links: {anchors: warn, unrecognized_links: warn}}",
    }
    write_mkdocs_yml(folder, **options, **combination.neighbor.options)
    for path, text in ({"docs/guide.md": GUIDE} | dict(combination.neighbor.docs)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    commit_all(folder)
    if _FONT.is_file() and "social" in combination.plugins:
        font = folder / ".cache/plugin/social/fonts/Roboto/Regular.ttf"
        font.parent.mkdir(parents=True)
        shutil.copyfile(_FONT, font)
    return folder


def facts(site: Path) -> dict[str, str]:
    """The words on the pages of some components, without white space."""
    return {name: _words(site / name / "index.html") for name in COMPONENTS}


def _words(page: Path) -> str:
    content = html.fromstring(page.read_bytes()).get_element_by_id("pc-content")
    return "".join("".join(content.itertext()).split())


def faults(site: Path, combination: Combination, expected: dict[str, str]) -> list[str]:
    """What is wrong with a built site: dead links, marks of ours, other facts than without the other plugins."""
    unchecked = combination.neighbor.unchecked
    dead = dead_links(site, root=urlsplit(ADDRESS).path)
    found = [link for link in dead if not unchecked or not link.startswith(unchecked)]
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in _TEXTS}
    for word in filter(None, ("pcmark", combination.neighbor.hidden)):
        found += [f"{path.relative_to(site)}: `{word}`" for path, text in texts.items() if word in text]
    for name, words in facts(site).items():
        if words != expected[name]:
            found.append(f"{name}: other facts")
        if combination.neighbor.absent and combination.neighbor.absent in (site / name / "index.html").read_text():
            found.append(f"{name}: `{combination.neighbor.absent}`")
    return found


def script_errors(browser: Any, address: str, urls: Iterable[str]) -> list[str]:
    """Open pages, and return the errors of their scripts. No other host is reached."""
    context = browser.new_context(base_url=address)
    context.route(lambda url: not url.startswith(address), lambda route: route.abort())
    found: list[str] = []
    context.on("weberror", lambda error: found.append(str(error.error)))
    page = context.new_page()
    for url in urls:
        page.goto(url, wait_until="load")
    context.close()
    return found

"""Our pages in MkDocs' navigation."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from paicatalog.site.pages.command_page import URL as COMMANDS_URL
from paicatalog.site.theme.language import gettext
from paicatalog.site.urls.addresses import PROTOCOL, RULES

_REFERENCE = (PROTOCOL, RULES, COMMANDS_URL)


def with_pages(nav: Navigation, pages: Sequence[Page]) -> Navigation:
    """Insert pages into a nav that MkDocs made from the docs folder: after its home page, or at the beginning."""
    at = 1 if nav.homepage else 0
    nav.items[at:at] = _nav_items(pages)
    nav.pages[at:at] = pages
    nav.homepage = nav.homepage or next(iter(pages), None)
    for before, after in pairwise(nav.pages):
        before.next_page, after.previous_page = after, before
    return nav


def titles(nav: object) -> Iterator[tuple[str, str]]:
    """Yield the path and the title of each nav entry that has a title."""
    for item in nav if isinstance(nav, list) else ():
        for title, below in item.items() if isinstance(item, dict) else ():
            if isinstance(below, str):
                yield below, str(title)
            else:
                yield from titles(below)


def _nav_items(pages: Sequence[Page]) -> list[Page | Section]:
    """Return the entries of the nav: the pages, and a section with those of the reference."""
    reference = [page for page in pages if page.file.src_uri.removesuffix("index.md") in _REFERENCE]
    section = Section(gettext("Reference"), [*reference])
    for page in reference:
        page.parent = section
    return [*(page for page in pages if page not in reference), *([section] if reference else [])]

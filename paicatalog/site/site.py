"""The list of all pages and files of the site, except the pages of components (`component_writer.py`)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from paicatalog.site.context import SiteContext
from paicatalog.site.facts.card import Card, all_cards
from paicatalog.site.machine.machine_files import machine_files
from paicatalog.site.page import Page, SearchEntry, StaticFile
from paicatalog.site.pages.browse_page import browse_page
from paicatalog.site.pages.compare_page import compare_page
from paicatalog.site.pages.health_page import health_page
from paicatalog.site.pages.home_page import NO_GUIDES, home_page
from paicatalog.site.pages.invalid_file_page import problem_pages
from paicatalog.site.pages.lineage_page import lineage_pages
from paicatalog.site.pages.list_pages import list_pages
from paicatalog.site.pages.protocol_page import reference_pages
from paicatalog.site.pages.rule_pages import rule_pages
from paicatalog.site.search.index import search_files
from paicatalog.site.theme.external_code import ExternalCode
from paicatalog.site.theme.language import words_of
from paicatalog.site.theme.shell import CONTENT, DESCRIPTION, TITLE, shell_url
from paicatalog.site.urls.addresses import ASSETS_FOLDER, LINEAGE, PROTOCOL, RULES

HERE = Path(__file__).parent
OVERRIDES = HERE / "overrides"
"""Partials that replace those of the Material theme."""
ASSETS = HERE / "assets"
STYLE = f"{ASSETS_FOLDER}paicatalog.css"
"""All styles in one file, so that the first paint waits for one request only."""
SCRIPTS = tuple(f"{ASSETS_FOLDER}{name}.js" for name in ("language", "pages", "search", "component"))
"""The scripts of every page, in this order; `search.js` loads `browse.js` or `compare.js` on the pages that use it."""

DEPTHS = range(1, 5)
"""The possible numbers of folders in a page's URL."""
_COMPONENT_HEAD = b""""use strict";

(() => {
const { features, gettext, language, ngettext, onMove, onPage } = paicatalog;
"""
"""What comes before the parts of `component.js`, which share one scope."""
_COMMENT = re.compile(rb"/\*.*?(?:\*/\s*|\Z)", re.DOTALL)
_IN_THE_NAV = (PROTOCOL, RULES)


@dataclass(frozen=True, slots=True)
class Site:
    """The site of one catalog."""

    context: SiteContext
    cards: tuple[Card, ...]
    """The card of every component in the order of `all_cards`; used by the home page, browse page, lists and search."""
    reference: tuple[Page, ...]
    """The pages generated from the code: the protocol and the rules."""
    lineage: tuple[Page, ...]
    """The page of all pipelines, its continuations, and the pages of types and tags."""

    @classmethod
    def of(cls, context: SiteContext) -> "Site":
        cards = all_cards(context)
        reference = (*reference_pages(context), *rule_pages(context))
        return cls(context, cards, reference, tuple(lineage_pages(context, cards)))

    def home(self, guides: Mapping[str, str]) -> Page:
        """Return the home page with links to `guides` (`GUIDES` -> URL)."""
        return home_page(self.context, self.cards, guides)

    def main_pages(self, guides: Mapping[str, str] = NO_GUIDES) -> Iterator[Page]:
        """Yield the pages of the navigation: home, browse, lineage, health, compare, reference."""
        yield self.home(guides)
        yield browse_page(self.context, self.cards)
        yield from (page for page in self.lineage if page.url == LINEAGE)
        yield health_page(self.context)
        yield compare_page(self.context)
        yield from (page for page in self.reference if page.url in _IN_THE_NAV)

    def other_pages(self) -> Iterator[Page]:
        """Yield the pages outside the navigation, except those of components."""
        yield from problem_pages(self.context)
        yield from (page for page in self.lineage if page.url != LINEAGE)
        yield from list_pages(self.context, self.cards)
        yield from (page for page in self.reference if page.url not in _IN_THE_NAV)

    def files(self, entries: Sequence[tuple[str, SearchEntry]], code: ExternalCode) -> Iterator[StaticFile]:
        """Yield the files: raw, API, schema, feed, search index, styles and scripts.

        `entries` are the search entries of all pages with the pages' URLs; `code` was inline in the pages of the theme.
        """
        yield from machine_files(self.context)
        yield from search_files(self.cards, entries)
        yield StaticFile(STYLE, _style() + code.style_sheet())
        yield from _script_files()
        yield from code.files()
        yield StaticFile(f"{ASSETS_FOLDER}icon.svg", (ASSETS / "icon.svg").read_bytes())


def _style() -> bytes:
    """Return all styles without comments: the first paint waits for this file, so it must be small."""
    whole = b"\n".join(path.read_bytes() for path in sorted(ASSETS.glob("*.css")))
    return _COMMENT.sub(b"", whole)


def scripts() -> dict[str, bytes]:
    """Return the scripts by name, without translations; `component.js` is made of the parts in its folder."""
    parts = sorted(ASSETS.glob("component/*.js"), key=lambda path: (path.stem == "start", path.stem))
    component = b"\n".join([_COMPONENT_HEAD, *(path.read_bytes() for path in parts), b"})();\n"])
    return {**{path.name: path.read_bytes() for path in sorted(ASSETS.glob("*.js"))}, "component.js": component}


def _script_files() -> Iterator[StaticFile]:
    """Yield the scripts; the translation of their messages is prepended to the one that every page loads first."""
    found = scripts()
    first = PurePosixPath(SCRIPTS[0]).name
    found[first] = words_of(b"\n".join(found.values())) + found[first]
    for name, content in sorted(found.items()):
        yield StaticFile(ASSETS_FOLDER + name, content)


def shell_pages() -> Iterator[Page]:
    """Yield the pages that the theme renders as shells, one for each depth of URL."""
    for depth in DEPTHS:
        yield Page(url=shell_url(depth), title=TITLE, description=DESCRIPTION, html=CONTENT)

"""What the pages of a docs folder can link to: our pages and files that the site generator does not make."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import BuildContext
from paicatalog.site.pages.component.component_pages import component_page
from paicatalog.site.pages.list_links import TAGS, tag_lists, type_lists
from paicatalog.site.site import Site
from paicatalog.site.theme.language import gettext
from paicatalog.site.urls.addresses import ALL_RECORDS, API_SCHEMA, CATALOG_API, FEED, LLMS, SCHEMA, type_feed_url


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A page or a file of the site. It is not rendered before `html` is called."""

    url: str
    """Relative to the site's root; that of a page ends in `/`."""
    title: str = ""
    """Of a page."""
    html: Callable[[], str] | None = None
    """Returns the content of a page, to look up its anchors; None if they are not known."""


def link_targets(site: Site) -> Iterator[LinkTarget]:
    """Yield pages, and files for programs, except the pages of invalid files, whose URLs are not stable."""
    build = BuildContext.of(site.context)
    for component in site.context.catalog.components:
        yield from _of_component(component, build)
    for page in (*site.reference, *site.lineage):
        yield LinkTarget(page.url, page.title, partial(str, page.html))
    tags = tag_lists(site.cards)
    for link in chain(type_lists(site.cards), tags):
        yield LinkTarget(link.url, link.words)
    if tags:
        yield LinkTarget(TAGS, gettext("Tags"))
    feeds = (type_feed_url(type_) for type_ in ComponentType)
    for url in (CATALOG_API, ALL_RECORDS, API_SCHEMA, SCHEMA, FEED, LLMS, *feeds):
        yield LinkTarget(url)


def _of_component(component: Component, build: BuildContext) -> Iterator[LinkTarget]:
    identity, addresses = component.identity, build.addresses
    yield LinkTarget(addresses.page(identity), identity.name, lambda: component_page(component, build).html)
    yield LinkTarget(addresses.api(identity))
    if component.document:
        yield LinkTarget(addresses.raw(identity))
    if build.grade(component):
        yield LinkTarget(addresses.badge(identity))

"""The browse page: the first cards and links to plain lists; `assets/browse.js` adds search and filters."""

from collections.abc import Sequence

from markupsafe import Markup

from paicatalog.site.build_context import BuildContext
from paicatalog.site.context import SiteContext
from paicatalog.site.facts.card import Card
from paicatalog.site.page import Page
from paicatalog.site.pages.list_links import tag_lists, type_lists
from paicatalog.site.pages.open_graph import open_graph
from paicatalog.site.theme.language import gettext
from paicatalog.site.urls.addresses import BROWSE, root

FIRST_CARDS = 20
"""The same number as `assets/browse.js` shows at first."""


def browse_page(context: SiteContext, cards: Sequence[Card]) -> Page:
    """Return the page at `catalog/`; `cards` is the result of `all_cards`."""
    newest = [card for card in cards if card.newest]
    html = BuildContext.of(context).render(
        "browse.html.jinja",
        root=root(BROWSE),
        cards=newest[:FIRST_CARDS],
        count=len(newest),
        lists=type_lists(cards),
        tags_count=len(tag_lists(cards)),
    )
    description = gettext(
        "Search and filter %(count)s AI jobs, data sets, scripts, Docker images and outputs.", count=f"{len(newest):,}"
    )
    title = gettext("Catalog")
    head = Markup("").join(open_graph(BROWSE, title, description, context.config, kind="website"))
    return Page(url=BROWSE, title=title, description=description, html=html, head=head)

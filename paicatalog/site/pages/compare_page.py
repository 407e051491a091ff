"""The page that compares two components: an empty form, filled by `assets/compare.js`."""

from urllib.parse import urlencode

from paicatalog.catalog.component import Identity
from paicatalog.site.build_context import BuildContext, PageLinks
from paicatalog.site.context import SiteContext
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.theme.language import gettext, gettext_noop
from paicatalog.site.urls.addresses import COMPARE

TITLE = gettext_noop("Compare")
DESCRIPTION = gettext_noop(
    "Two components or two versions side by side: parameters, resources, components, commands and files."
)


def compare_page(context: SiteContext) -> Page:
    """Return the page at `compare/`."""
    links = PageLinks(BuildContext.of(context), COMPARE)
    title, description = gettext(TITLE), gettext(DESCRIPTION)
    html = links.build.render("compare.html.jinja", root=links.root, title=title, description=description)
    return Page(links.url, title, description, html, SearchEntry("page", title, description, description))


def comparison(one: Identity, other: Identity, links: PageLinks) -> str:
    """Return the URL, relative to the page, that compares two components."""
    sides = {"a": _side(one, links), "b": _side(other, links)}
    return links.to(f"{COMPARE}?{urlencode(sides, safe='/~')}")


def comparison_with_any(one: Identity, links: PageLinks) -> str:
    """Return the URL, relative to the page, of the comparison form with one component filled in."""
    return links.to(f"{COMPARE}?{urlencode({'a': _side(one, links)}, safe='/~')}")


def _side(identity: Identity, links: PageLinks) -> str:
    """Return a component's key in the URL: the path of its API record, as `assets/compare.js` expects."""
    return links.build.addresses.api(identity).removeprefix("api/v1/").removesuffix(".json")

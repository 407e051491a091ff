"""Metadata in the head of a component's page: OpenGraph, schema.org (JSON-LD), links to JSON and Markdown."""

from collections.abc import Iterator

from markupsafe import Markup

from paicatalog.catalog.component import Component
from paicatalog.site.build_context import PageLinks
from paicatalog.site.code.json_text import json_text
from paicatalog.site.code.unprintable import clean
from paicatalog.site.pages.component.component_view import ComponentView
from paicatalog.site.pages.component.linked_data import linked_data
from paicatalog.site.pages.open_graph import open_graph
from paicatalog.site.urls.addresses import markdown_url


def page_head(component: Component, view: ComponentView, links: PageLinks, *, title: str, description: str) -> Markup:
    """Return the elements for the head of a component's page.

    With `site_url`, URLs are absolute; without it, properties that require absolute URLs are left out.
    """
    build = links.build
    image = build.addresses.social_image(component.identity)
    return Markup("").join(
        [
            *open_graph(links.url, title, description, build.context.config, kind="article", image=image),
            *_alternates(links, view),
            Markup('<script type="application/ld+json">{}</script>').format(
                _script_text(linked_data(component, view, links, description))
            ),
        ]
    )


def _alternates(links: PageLinks, view: ComponentView) -> Iterator[Markup]:
    # The space in `rel` prevents Material's script from treating these as translations.
    for form, url in (("application/json", view.api_url), ("text/markdown", links.to(markdown_url(links.url)))):
        yield Markup('<link rel="alternate " type="{}" href="{}">').format(form, url)


def _script_text(value: object) -> Markup:
    """Return JSON in which `<`, `>` and `&` are escaped, so that it cannot end the `<script>` element."""
    text = clean(json_text(value)).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 -- escaped in the line above

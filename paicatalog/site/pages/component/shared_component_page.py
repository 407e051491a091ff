"""The page of a component that jobs use (any type but `job`): data, a script, a Docker image or an output."""

from dataclasses import dataclass

from markupsafe import Markup

from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import Hyperlink, PageLinks
from paicatalog.site.code.snippet import snippet
from paicatalog.site.code.yaml_html import yaml_html
from paicatalog.site.lineage.neighbors import LinkList, consuming_jobs, graph_drawing, producing_jobs, using_jobs
from paicatalog.site.page import MOST_ROWS
from paicatalog.site.pages.component.component_view import ComponentView, file_name, marked_lines, web_link
from paicatalog.site.pages.component.file_links import file_links
from paicatalog.site.pages.component.file_panel import file_panel
from paicatalog.site.theme.language import gettext


@dataclass(frozen=True, slots=True)
class SharedComponentView:
    """The data that only these pages show."""

    uris: tuple[Hyperlink, ...]
    more_uris: int
    snippet: Markup
    role_field: str
    """The key of a task role that refers to it."""
    reference: str
    """The template reference to its URI in commands; "" for an image or a component without a URI."""
    drawing: Markup
    """The graph of the component's neighbors; "" if it has none."""
    used_by: LinkList
    sources: LinkList
    sinks: LinkList


def shared_component_html(component: Component, view: ComponentView, links: PageLinks) -> str:
    """Return the HTML of the page of a component of any type but `job`."""
    shared = _shared_component_view(component, links)
    document = component.document
    marked = marked_lines(links.build.context.findings.get(view.path, ()))
    return links.build.render(
        "asset.html.jinja",
        component=view,
        asset=shared,  # this name is part of the contract with templates that users replace
        contents=_contents(view, shared),
        panel=file_panel(document.source, links=file_links(component, document, links), marked=marked)
        if document
        else None,
        file_name=file_name(component),
    )


def _shared_component_view(component: Component, links: PageLinks) -> SharedComponentView:
    uris = component.uris
    return SharedComponentView(
        uris=tuple(web_link(uri) for uri in uris[:MOST_ROWS]),
        more_uris=max(len(uris) - MOST_ROWS, 0),
        snippet=yaml_html(snippet(component), ids=""),
        role_field=component.type.role_field,
        reference=_reference(component),
        drawing=graph_drawing(component, links),
        used_by=using_jobs(component, links),
        sources=producing_jobs(component, links),
        sinks=consuming_jobs(component, links),
    )


def _reference(component: Component) -> str:
    if component.type is ComponentType.DOCKERIMAGE or not component.uris:
        return ""
    several = component.type is ComponentType.DATA
    return f"<% ${component.type.value}.uri{'[0]' if several else ''} %>"


def _contents(view: ComponentView, shared: SharedComponentView) -> tuple[Hyperlink, ...]:
    sections = (
        (gettext("About"), "#about", view.description),
        (gettext("Image") if view.type == ComponentType.DOCKERIMAGE else gettext("Address"), "#address", shared.uris),
        (gettext("Use it"), "#use", True),
        (gettext("Used by"), "#used-by", True),
        (gettext("Lineage"), "#lineage", shared.drawing),
        ("YAML", "#yaml", view.path),
        (gettext("Findings"), "#findings", view.findings),
        (gettext("History"), "#history", view.history),
    )
    return tuple(Hyperlink(words, url) for words, url, shown in sections if shown)

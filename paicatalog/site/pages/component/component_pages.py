"""The pages of all components."""

from collections.abc import Iterator, Mapping

from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import BuildContext, PageLinks
from paicatalog.site.code.unprintable import clean
from paicatalog.site.context import SiteContext
from paicatalog.site.facts.description import plain_description
from paicatalog.site.page import Page, StaticFile
from paicatalog.site.pages.component.component_view import ComponentView, component_view
from paicatalog.site.pages.component.job_page import job_html
from paicatalog.site.pages.component.page_head import page_head
from paicatalog.site.pages.component.shared_component_page import shared_component_html
from paicatalog.site.search.component_facets import facet_values
from paicatalog.site.search.entry import search_entry
from paicatalog.site.theme.type_names import type_word


def component_pages(context: SiteContext) -> Iterator[Page]:
    """Yield a page for each component of the catalog, derived ones included, in the catalog's order."""
    build = BuildContext.of(context)
    for component in context.catalog.components:
        yield component_page(component, build)


def component_page(component: Component, build: BuildContext) -> Page:
    """Return the page of one component."""
    links = PageLinks(build, build.addresses.page(component.identity))
    view = component_view(component, links)
    files: tuple[StaticFile, ...] = ()
    if component.type is ComponentType.JOB:
        rendered, files = job_html(component, view, links)
    else:
        rendered = shared_component_html(component, view, links)
    version = f" {view.version}" if view.newest else ""
    title = clean(f"{view.name}{version} ({type_word(component.type).lower()})")
    description = plain_description(component, view.facts)
    return Page(
        url=links.url,
        title=title,
        description=description,
        html=rendered,
        search=search_entry(component, view.facts, _facets(component, view, build.context)),
        head=page_head(component, view, links, title=title, description=description),
        files=files,
    )


def _facets(component: Component, view: ComponentView, context: SiteContext) -> Mapping[str, tuple[str, ...]]:
    targets = [link.target for link in context.catalog.uses(component.identity) if link.target]
    return facet_values(
        component,
        view.facts,
        grade=view.grade,
        findings=context.findings.get(component.path or "", ()),
        used=filter(None, map(context.catalog.get, targets)),
    )

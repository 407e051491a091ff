"""The citation of a component: stated in its file, or composed of the catalog's data."""

from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component
from paicatalog.site.build_context import PageLinks
from paicatalog.site.theme.language import gettext
from paicatalog.site.theme.type_names import type_word


def citation(component: Component, facts: CatalogFacts, links: PageLinks) -> str:
    """Return the citation; "" if there is no permanent URL, on this site or in the repository."""
    if facts.citation:
        return facts.citation
    where = _address(component, links)
    return (
        f"{_who_and_when(component)}{_what(component)}. {links.build.context.config.site_name}. {where}"
        if where
        else ""
    )


def _who_and_when(component: Component) -> str:
    who = " ".join(scalar_text(component.data.get("contributor")).split())
    year = str(component.history.changed.date.year) if component.history else ""
    return f"{who}{f' ({year})' if year else ''}. " if who else f"({year}). " if year else ""


def _what(component: Component) -> str:
    named = [component.name, gettext("version %(version)s", version=component.version) if component.version else ""]
    return f"{', '.join(filter(None, named))} [{type_word(component.type)}]"


def _address(component: Component, links: PageLinks) -> str:
    """Return the URL of the component's page if `site_url` is set, else that of the file at its last commit."""
    if site := links.build.context.config.site_url:
        return f"{site}{links.url}"
    if not (component.path and component.history):
        return ""
    return links.build.repositories.file(component.path, commit=component.history.changed.id)

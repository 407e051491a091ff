"""How to cite a component: as its file says, or else from what the catalog knows of it."""

from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component
from paicatalog.site.build_context import PageLinks
from paicatalog.site.theme.language import gettext
from paicatalog.site.theme.type_names import type_word


def citation(component: Component, facts: CatalogFacts, links: PageLinks) -> str:
    """Return the text to cite; "" for what has no address that lasts, on this site or in its repository."""
    if facts.citation:
        return facts.citation
    where = _address(component, links)
    return (
        f"{_who_and_when(component)}{_what(component)}. {links.setting.context.config.site_name}. {where}"
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
    """The site's own page where it is known where that is published, else the file as it was last committed."""
    if site := links.setting.context.config.site_url:
        return f"{site}{links.url}"
    if not (component.path and component.history):
        return ""
    return links.setting.repository.file(component.path, commit=component.history.changed.id)

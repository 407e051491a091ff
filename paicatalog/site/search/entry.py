"""A component's record in the search index."""

from collections.abc import Mapping
from types import MappingProxyType

from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component
from paicatalog.site.code.unprintable import clean
from paicatalog.site.facts.description import description, plain_description
from paicatalog.site.page import SearchEntry


def search_entry(
    component: Component, facts: CatalogFacts, facets: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> SearchEntry:
    """Return the search record of a component, whose secrets must be masked already.

    `facets` is the result of `facet_values`.
    """
    document = component.document
    parts = (document.source.text,) if document else (description(component), *component.uris)
    return SearchEntry(
        kind=component.type.value,
        title=clean(component.name),
        summary=clean(facts.summary) or plain_description(component, facts),
        text=clean("\n".join(filter(None, parts))),
        facets={name: tuple(map(clean, values)) for name, values in facets.items() if values},
    )

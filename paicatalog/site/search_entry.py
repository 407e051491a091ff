"""What search knows of a component."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component
from paicatalog.site.clean import clean
from paicatalog.site.component_view import description
from paicatalog.site.page import SearchEntry

_LONGEST_DESCRIPTION = 160
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[`*#>|]+")
_EMPHASIS = re.compile(r"(?<!\w)(_{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)")
"""An underscore within a word, as in `run_glue.py`, is a letter of it."""


def search_entry(
    component: Component, facts: CatalogFacts, facets: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> SearchEntry:
    """Return the search record of a component, whose secrets must be masked already.

    `facets` come from `facet_values`.
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


def plain_description(component: Component, facts: CatalogFacts) -> str:
    """Return what a component is in one line of plain text of at most 160 characters."""
    plain = _EMPHASIS.sub(r"\2", _MARKUP.sub(r"\1", facts.summary or description(component)))
    words = " ".join(plain.split())
    text = clean(words or f"{component.name}: {component.type.value} of the OpenPAI protocol.")
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"

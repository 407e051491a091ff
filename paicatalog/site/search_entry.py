"""What search knows of a component."""

import re
from collections.abc import Mapping

from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.catalog_facts import CatalogFacts, scalar_text
from paicatalog.site.clean import clean
from paicatalog.site.component_view import description
from paicatalog.site.footprint import footprint
from paicatalog.site.framework import frameworks
from paicatalog.site.grade import Grade
from paicatalog.site.page import SearchEntry

_LONGEST_DESCRIPTION = 160
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[`*_#>|]+")


def search_entry(component: Component, facts: CatalogFacts, grade: Grade | None = None) -> SearchEntry:
    """Return the search record of a component, whose secrets must be masked already."""
    document = component.document
    parts = (document.source.text,) if document else (description(component), *component.uris)
    facets = {**_facets(component, facts), "grade": (grade.letter,) if grade else ()}
    return SearchEntry(
        kind=component.type.value,
        title=clean(component.name),
        summary=clean(facts.summary) or plain_description(component, facts),
        text=clean("\n".join(filter(None, parts))),
        facets={name: tuple(map(clean, values)) for name, values in facets.items() if values},
    )


def plain_description(component: Component, facts: CatalogFacts) -> str:
    """Return what a component is in one line of plain text of at most 160 characters."""
    words = " ".join(_MARKUP.sub(r"\1", facts.summary or description(component)).split())
    text = clean(words or f"{component.name}: {component.type.value} of the OpenPAI protocol.")
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"


def _facets(component: Component, facts: CatalogFacts) -> Mapping[str, tuple[str, ...]]:
    contributor = scalar_text(component.data.get("contributor"))
    facets: dict[str, tuple[str, ...]] = {
        "type": (component.type.value,),
        "tag": facts.tags,
        "contributor": (contributor,) if contributor else (),
        "license": (facts.license,) if facts.license else (),
        "status": _status(component, facts),
        "framework": frameworks(component, facts),
    }
    return facets | _job_facets(component) if component.type is ComponentType.JOB else facets


def _job_facets(component: Component) -> dict[str, tuple[str, ...]]:
    asked = footprint(component.data)
    return {"gpus": (str(asked.gpus),), "scale": ("distributed" if asked.distributed else "single",)}


def _status(component: Component, facts: CatalogFacts) -> tuple[str, ...]:
    validity = "valid" if component.valid else "invalid"
    return (validity, "deprecated") if facts.deprecated else (validity,)

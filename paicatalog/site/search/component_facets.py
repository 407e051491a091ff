"""A component's values for the filters of the browse page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, plugins, prerequisites
from paicatalog.site.code.shortened import shortened
from paicatalog.site.facts.footprint import Footprint, footprint
from paicatalog.site.facts.framework import frameworks
from paicatalog.site.facts.grade import Grade

MEMORY_RANGES: Sequence[tuple[str, int]] = (
    ("up-to-8-gb", 8),
    ("8-to-32-gb", 32),
    ("32-to-128-gb", 128),
    ("128-to-512-gb", 512),
)
"""Ranges of the total memory of a job's containers: value in the URL, upper bound in GB of 1,024 MB."""
LARGEST_MEMORY_RANGE = "over-512-gb"
_FACET_SEVERITIES = (Severity.ERROR, Severity.WARNING)


def facet_values(
    component: Component,
    facts: CatalogFacts,
    *,
    grade: Grade | None = None,
    findings: Iterable[Finding] = (),
    used: Iterable[Component] = (),
) -> Mapping[str, tuple[str, ...]]:
    """Return filter -> values of a component, whose secrets must be masked already.

    `used` are the components that its prerequisites refer to.
    """
    contributor = shortened(scalar_text(component.data.get("contributor")))
    facets: dict[str, tuple[str, ...]] = {
        "type": (component.type.value,),
        "tag": facts.tags,
        "contributor": (contributor,) if contributor else (),
        "license": (facts.license,) if facts.license else (),
        "status": _status(component, facts),
        "framework": frameworks(component, facts),
        "plugin": tuple(dict.fromkeys(_plugins(component, used))),
        "grade": (grade.letter,) if grade else (),
        "findings": _findings(findings) if component.document else (),
    }
    return facets | _job_facets(footprint(component.data)) if component.type is ComponentType.JOB else facets


def _job_facets(total: Footprint) -> dict[str, tuple[str, ...]]:
    return {
        "gpus": (str(total.gpus),),
        "memory": (_memory(total.memory_mb),) if total.memory_mb else (),
        "scale": ("distributed" if total.distributed else "single",),
    }


def _memory(megabytes: int) -> str:
    return next((value for value, most in MEMORY_RANGES if megabytes <= most * 1024), LARGEST_MEMORY_RANGE)


def _status(component: Component, facts: CatalogFacts) -> tuple[str, ...]:
    validity = "valid" if component.valid else "invalid"
    return (validity, "deprecated") if facts.deprecated else (validity,)


def _findings(findings: Iterable[Finding]) -> tuple[str, ...]:
    severities = {finding.severity for finding in findings}
    return tuple(severity.value for severity in _FACET_SEVERITIES if severity in severities) or ("none",)


def _plugins(component: Component, used: Iterable[Component]) -> Iterator[str]:
    """Yield the names of the job's runtime plugins and of those that provide its prerequisites."""
    if component.type is ComponentType.JOB:
        named = (plugin.get("plugin") for _, plugin in plugins(component.data))
        yield from (name for name in named if isinstance(name, str) and name)
        yield from _providers(prerequisite for _, prerequisite in prerequisites(component.data))
    yield from _providers([component.data, *(other.data for other in used)])


def _providers(prerequisites_: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for prerequisite in prerequisites_:
        name = prerequisite.get("plugin")
        if isinstance(name, str) and name:
            yield name.removeprefix(f"{RUNTIME_PLUGIN}.")

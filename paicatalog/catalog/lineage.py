"""Lineage: outputs of jobs that are data of other jobs."""

from collections.abc import Iterable, Iterator, Mapping

from paicatalog.catalog.catalog import Flow, Link
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType


def flows_of(links: Iterable[Link], components: Mapping[Identity, Component]) -> tuple[Flow, ...]:
    """Return every flow from an output of a job to data of another job with the same URI or name."""
    listed = list(links)
    outputs: dict[tuple[str, str], list[Link]] = {}
    for link in listed:
        if link.prerequisite.identity.type is ComponentType.OUTPUT:
            for mark in _match_keys(link, components):
                outputs.setdefault(mark, []).append(link)
    return tuple(
        Flow(output.job, output.prerequisite, link.job, link.prerequisite)
        for link in listed
        if link.prerequisite.identity.type is ComponentType.DATA
        for output in _sources(link, outputs, components)
    )


def _sources(
    data: Link, outputs: Mapping[tuple[str, str], list[Link]], components: Mapping[Identity, Component]
) -> Iterator[Link]:
    found: dict[tuple[Identity, int], Link] = {}
    for mark in _match_keys(data, components):
        for output in outputs.get(mark, ()):
            if output.job != data.job:
                found.setdefault((output.job, output.prerequisite.index), output)
    yield from (found[key] for key in sorted(found, key=lambda key: (key[0].name, key[0].version or "", key[1])))


def _match_keys(link: Link, components: Mapping[Identity, Component]) -> Iterator[tuple[str, str]]:
    """Yield the keys by which outputs and data are matched; one shared key is enough."""
    yield "name", link.prerequisite.identity.name
    target = components.get(link.target) if link.target and link.filled else None
    for uri in target.uris if target else link.prerequisite.uris:
        yield "uri", uri.rstrip("/")

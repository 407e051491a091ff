"""The graph of a component and its neighbors: inputs before it, results after it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from paicatalog.catalog.catalog import Catalog, Flow
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.theme.language import gettext, gettext_noop

MOST_NEIGHBORS = 8
"""The most neighbors shown on each side, so that the drawing stays readable."""


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A component connected to the center of the graph."""

    identity: Identity
    words: str
    """The kind of the connection: `reads`, `through weights`."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A component and its neighbors, at most `MOST_NEIGHBORS` on each side."""

    center: Identity
    before: tuple[Neighbor, ...]
    """Components that it uses, or jobs that produce it."""
    after: tuple[Neighbor, ...]
    """Jobs that use it, or components that it produces."""
    more_before: int = 0
    """The number of neighbors left out before."""
    more_after: int = 0

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


def graph(component: Component, catalog: Catalog) -> Graph:
    """Return the graph of a component: jobs before and after it, and the components that a job uses."""
    sides = _neighbors_of_job if component.type is ComponentType.JOB else _neighbors_of_shared_component
    before, after = (list(_unique(side)) for side in sides(component, catalog))
    return Graph(
        center=component.identity,
        before=tuple(before[:MOST_NEIGHBORS]),
        after=tuple(after[:MOST_NEIGHBORS]),
        more_before=max(len(before) - MOST_NEIGHBORS, 0),
        more_after=max(len(after) - MOST_NEIGHBORS, 0),
    )


def _neighbors_of_job(job: Component, catalog: Catalog) -> tuple[Iterable[Neighbor], Iterable[Neighbor]]:
    used = catalog.uses(job.identity)
    made = [link for link in used if link.prerequisite.identity.type is ComponentType.OUTPUT]
    needed = [link for link in used if link.prerequisite.identity.type is not ComponentType.OUTPUT]
    before = (
        *(Neighbor(flow.producer, _through(flow)) for flow in catalog.consumes(job.identity)),
        *(Neighbor(link.target, gettext(_NEEDS[link.target.type])) for link in needed if link.target),
    )
    after = (
        *(Neighbor(link.target, gettext("writes")) for link in made if link.target),
        *(Neighbor(flow.consumer, _through(flow)) for flow in catalog.produces(job.identity)),
    )
    return before, after


def _neighbors_of_shared_component(
    component: Component, catalog: Catalog
) -> tuple[Iterable[Neighbor], Iterable[Neighbor]]:
    links = catalog.used_by(component.identity)
    jobs = [link.job for link in links]
    if component.type is ComponentType.OUTPUT:
        after = [
            Neighbor(flow.consumer, gettext("as data %(name)s", name=flow.data.identity.name))
            for link in links
            for flow in catalog.produces(link.job)
            if flow.output.index == link.prerequisite.index
        ]
        return [Neighbor(job, gettext("written by")) for job in jobs], after
    before = [
        Neighbor(flow.producer, gettext("as output %(name)s", name=flow.output.identity.name))
        for link in (links if component.type is ComponentType.DATA else ())
        for flow in catalog.consumes(link.job)
        if flow.data.index == link.prerequisite.index
    ]
    return before, [Neighbor(job, gettext(_USED[component.type])) for job in jobs]


_NEEDS: Mapping[ComponentType, str] = {
    ComponentType.DATA: gettext_noop("reads"),
    ComponentType.SCRIPT: gettext_noop("runs code of"),
    ComponentType.DOCKERIMAGE: gettext_noop("runs in"),
}
_USED: Mapping[ComponentType, str] = {
    ComponentType.DATA: gettext_noop("read by"),
    ComponentType.SCRIPT: gettext_noop("run by"),
    ComponentType.DOCKERIMAGE: gettext_noop("runs"),
}


def _through(flow: Flow) -> str:
    return gettext("through %(name)s", name=flow.output.identity.name)


def _unique(neighbors: Iterable[Neighbor]) -> Iterator[Neighbor]:
    seen: set[Identity] = set()
    for neighbor in neighbors:
        if neighbor.identity not in seen:
            seen.add(neighbor.identity)
            yield neighbor

"""A component among its neighbors: what it is made from on one side, what is made of it on the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from paicatalog.catalog.catalog import Catalog, Flow
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.theme.language import gettext, gettext_noop

MOST_NEIGHBORS = 8
"""On each side; more would be a picture that nobody reads."""


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A component beside the one that the graph is about."""

    identity: Identity
    words: str
    """How the two belong together: `trains on`, `output weights`."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The neighborhood of one component, each side cut to `MOST_NEIGHBORS`."""

    center: Identity
    before: tuple[Neighbor, ...]
    """What it needs, or what makes it."""
    after: tuple[Neighbor, ...]
    """What needs it, or what it makes."""
    more_before: int = 0
    """How many are left out."""
    more_after: int = 0

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


def graph(component: Component, catalog: Catalog) -> Graph:
    """Return the neighborhood of a component: jobs before and after it, and the components that a job embeds."""
    sides = _of_job if component.type is ComponentType.JOB else _of_asset
    before, after = (list(_unique(side)) for side in sides(component, catalog))
    return Graph(
        center=component.identity,
        before=tuple(before[:MOST_NEIGHBORS]),
        after=tuple(after[:MOST_NEIGHBORS]),
        more_before=max(len(before) - MOST_NEIGHBORS, 0),
        more_after=max(len(after) - MOST_NEIGHBORS, 0),
    )


def _of_job(job: Component, catalog: Catalog) -> tuple[Iterable[Neighbor], Iterable[Neighbor]]:
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


def _of_asset(asset: Component, catalog: Catalog) -> tuple[Iterable[Neighbor], Iterable[Neighbor]]:
    links = catalog.used_by(asset.identity)
    jobs = [link.job for link in links]
    if asset.type is ComponentType.OUTPUT:
        after = [
            Neighbor(flow.consumer, gettext("as data %(name)s", name=flow.data.identity.name))
            for link in links
            for flow in catalog.produces(link.job)
            if flow.output.index == link.prerequisite.index
        ]
        return [Neighbor(job, gettext("written by")) for job in jobs], after
    before = [
        Neighbor(flow.producer, gettext("as output %(name)s", name=flow.output.identity.name))
        for link in (links if asset.type is ComponentType.DATA else ())
        for flow in catalog.consumes(link.job)
        if flow.data.index == link.prerequisite.index
    ]
    return before, [Neighbor(job, gettext(_USED[asset.type])) for job in jobs]


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

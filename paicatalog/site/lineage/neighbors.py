"""The neighbors of a component on its page: lists of jobs that use, produce or consume it, and the graph."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from paicatalog.catalog.catalog import Flow, Link, LinkKind
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import Hyperlink, PageLinks
from paicatalog.site.lineage.graph import graph
from paicatalog.site.lineage.graph_svg import graph_svg
from paicatalog.site.page import MOST_ROWS
from paicatalog.site.theme.language import gettext


@dataclass(frozen=True, slots=True)
class LinkList:
    """A list of links, cut so that the page does not grow with the catalog."""

    links: tuple[Hyperlink, ...] = ()
    more: int = 0
    """The number of links left out."""
    url: str = ""
    """The URL of a search that finds all of them."""

    def __bool__(self) -> bool:
        return bool(self.links)


def graph_drawing(component: Component, links: PageLinks) -> Markup:
    """Return the drawing of a component's graph; "" if it has no neighbors."""
    found = graph(component, links.build.context.catalog)
    if not found:
        return Markup("")
    counts = (len(found.before) + found.more_before, len(found.after) + found.more_after)
    is_job = component.type is ComponentType.JOB
    return graph_svg(
        found,
        lambda identity: links.component(identity).url,
        title=gettext(
            "Graph of %(name)s: %(before)s before it, %(after)s after it",
            name=component.name,
            before=counts[0],
            after=counts[1],
        ),
        more_before="#components" if is_job else "#lineage-from",
        more_after="#lineage-to" if is_job else "#used-by",
    )


def using_jobs(component: Component, links: PageLinks) -> LinkList:
    """Return the jobs that use a component; the notes state the task roles, and a different name or address."""
    by_job: dict[Identity, list[Link]] = {}
    for link in links.build.context.catalog.used_by(component.identity):
        by_job.setdefault(link.job, []).append(link)
    shown = [links.component(job, note=_usage_note(uses)) for job, uses in list(by_job.items())[:MOST_ROWS]]
    return _link_list(shown, len(by_job), component.name, links)


def producing_jobs(component: Component, links: PageLinks) -> LinkList:
    """Return the jobs that produce this data component, or whose output this job reads."""
    flows = _flows_into(component, links)
    return _flow_link_list(
        [(flow.producer, gettext("as output %(name)s", name=flow.output.identity.name)) for flow in flows],
        component,
        links,
    )


def consuming_jobs(component: Component, links: PageLinks) -> LinkList:
    """Return the jobs that read this output component, or an output of this job, as data."""
    flows = _flows_out_of(component, links)
    return _flow_link_list(
        [(flow.consumer, gettext("as data %(name)s", name=flow.data.identity.name)) for flow in flows], component, links
    )


def _flows_into(component: Component, links: PageLinks) -> Iterable[Flow]:
    catalog = links.build.context.catalog
    if component.type is ComponentType.JOB:
        return catalog.consumes(component.identity)
    if component.type is not ComponentType.DATA:
        return ()
    return (
        flow
        for link in catalog.used_by(component.identity)
        for flow in catalog.consumes(link.job)
        if flow.data.index == link.prerequisite.index
    )


def _flows_out_of(component: Component, links: PageLinks) -> Iterable[Flow]:
    catalog = links.build.context.catalog
    if component.type is ComponentType.JOB:
        return catalog.produces(component.identity)
    if component.type is not ComponentType.OUTPUT:
        return ()
    return (
        flow
        for link in catalog.used_by(component.identity)
        for flow in catalog.produces(link.job)
        if flow.output.index == link.prerequisite.index
    )


def _flow_link_list(pairs: Iterable[tuple[Identity, str]], component: Component, links: PageLinks) -> LinkList:
    notes: dict[Identity, dict[str, None]] = {}
    for job, note in pairs:
        notes.setdefault(job, {})[note] = None
    shown = [links.component(job, note=", ".join(own)) for job, own in list(notes.items())[:MOST_ROWS]]
    return _link_list(shown, len(notes), component.name, links)


def _link_list(shown: list[Hyperlink], count: int, name: str, links: PageLinks) -> LinkList:
    return LinkList(tuple(shown), count - len(shown), links.to(f"catalog/?q={quote(name, safe='')}"))


def _usage_note(uses: list[Link]) -> str:
    """Return the note on a job's use of a component: task roles, and differences from the shared component."""
    roles = dict.fromkeys(role for link in uses for role in link.prerequisite.roles)
    words = [gettext("in %(roles)s", roles=", ".join(list(roles)[:5]))] if roles else []
    if any(link.kind is LinkKind.URI for link in uses):
        words.append(gettext("as %(name)s", name=uses[0].prerequisite.identity.name))
    if any(link.drift for link in uses):
        words.append(gettext("with another address"))
    return ", ".join(words)

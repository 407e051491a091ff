"""The lineage pages: drawings of all pipelines, and the most used components of each type and tag."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from paicatalog.publishing.markdown_text import escaped
from paicatalog.site.build_context import BuildContext, PageLinks
from paicatalog.site.context import SiteContext
from paicatalog.site.facts.card import Card
from paicatalog.site.lineage.job_pipeline import JobPipeline, job_pipelines
from paicatalog.site.lineage.job_pipeline_svg import job_pipeline_svg
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.pages.lineage_links import LineageEntry, tag_entries, type_entries
from paicatalog.site.pages.list_pages import PaginationLink, markdown_item, page_title, pagination
from paicatalog.site.theme.language import gettext, gettext_noop
from paicatalog.site.urls.addresses import LINEAGE

TITLE = gettext_noop("Lineage")
DESCRIPTION = gettext_noop("Which jobs pass data on to which others, and what the jobs of this catalog use most.")
PIPELINES_ON_PAGE = 30
ROWS = 100
"""The most components on the page of a type or tag, so that it does not grow with the catalog."""


@dataclass(frozen=True, slots=True)
class PipelineView:
    """A pipeline in the form that the template reads."""

    title: str
    size: str
    """The numbers of jobs and stages, in words."""
    drawing: Markup


def lineage_pages(context: SiteContext, cards: Sequence[Card]) -> Iterator[Page]:
    """Yield the pages of all pipelines, and those of types and of the most frequent tags.

    `cards` is the result of `all_cards`.
    """
    build = BuildContext.of(context)
    types, tags = type_entries(cards), tag_entries(cards)
    yield from _pipeline_pages(build, types, tags)
    for entry in (*types, *tags):
        yield _entry_page(build, entry)


def _pipeline_pages(build: BuildContext, types: Sequence[LineageEntry], tags: Sequence[LineageEntry]) -> Iterator[Page]:
    found = job_pipelines(build.context.catalog)
    last = max(-(-len(found) // PIPELINES_ON_PAGE), 1)
    for number in range(1, last + 1):
        turns = pagination(LINEAGE, number, last)
        shown = found[(number - 1) * PIPELINES_ON_PAGE : number * PIPELINES_ON_PAGE]
        yield _pipeline_page(build, shown, number, len(found), turns, types=types, tags=tags)


def _pipeline_page(
    build: BuildContext,
    shown: Sequence[JobPipeline],
    number: int,
    count: int,
    turns: Sequence[PaginationLink],
    *,
    types: Sequence[LineageEntry],
    tags: Sequence[LineageEntry],
) -> Page:
    url = LINEAGE if number == 1 else f"{LINEAGE}{number}/"
    name, description = gettext(TITLE), gettext(DESCRIPTION)
    title = page_title(name, number)
    links = PageLinks(build, url)
    html = build.render(
        "lineage.html.jinja",
        title=title,
        description=description,
        root=links.root,
        count=count,
        pipelines=[_view(pipeline, links) for pipeline in shown],
        next=next((turn.url for turn in turns if turn.number == number + 1), ""),
        turns=turns,
        types=types if number == 1 else (),
        tags=tags if number == 1 else (),
    )
    search = SearchEntry("page", name, description, "pipelines lineage graph data flow provenance")
    return Page(url, title, description, html, search=search if number == 1 else None)


def _view(pipeline: JobPipeline, links: PageLinks) -> PipelineView:
    size = gettext("%(jobs)s jobs in %(stages)s stages", jobs=f"{pipeline.jobs:,}", stages=f"{pipeline.length:,}")
    return PipelineView(
        title=gettext("%(first)s to %(last)s", first=pipeline.stages[0].jobs[0].name, last=pipeline.last.name),
        size=size,
        drawing=job_pipeline_svg(
            pipeline, lambda job: links.component(job).url, title=gettext("Graph of %(what)s", what=size)
        ),
    )


def _entry_page(build: BuildContext, entry: LineageEntry) -> Page:
    links = PageLinks(build, entry.url)
    title = gettext("Lineage: %(what)s", what=entry.words)
    html = build.render(
        "lineage_entry.html.jinja",
        title=title,
        description=entry.description,
        root=links.root,
        entry=entry,
        cards=entry.cards[:ROWS],
        most=entry.cards[0].used_by,
    )
    # These pages are many and long: writing the Markdown twin directly is faster than converting the HTML.
    lines = "\n".join(f"{markdown_item(card, links.root)} {card.usage}" for card in entry.cards[:ROWS])
    twin = f"# {escaped(title)}\n\n{escaped(entry.description)}\n\n{lines}"
    return Page(entry.url, title, entry.description[:160], html, markdown=twin)

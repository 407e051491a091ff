"""The home page: an introduction with the catalog's figures, links to lists and guides, recent jobs, jobs by size."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from paicatalog.reproduce.platforms import PLATFORMS
from paicatalog.site.build_context import BuildContext
from paicatalog.site.context import SiteContext
from paicatalog.site.facts.card import Card
from paicatalog.site.page import Page
from paicatalog.site.pages.list_links import tag_lists, type_lists
from paicatalog.site.pages.open_graph import open_graph
from paicatalog.site.theme.language import gettext, gettext_noop

RECENT_JOBS = 6
JOBS_OF_A_SIZE = 4
TOP_TAGS = 24
GUIDES = ("reproduce", "contribute", "maintain")
"""The guides that the page links to: `guides/NAME.md` in the docs folder."""
NO_GUIDES: Mapping[str, str] = {}

DESCRIPTION = gettext_noop(
    "AI jobs and their data, scripts, images and outputs: validated, cross-linked, and each with exact "
    "instructions to reproduce it."
)


@dataclass(frozen=True, slots=True)
class SizeOfJobs:
    """Jobs of similar hardware requirements."""

    title: str
    explanation: str
    query: str
    """The query string of the browse page that shows all of them."""
    jobs: Sequence[Card]
    count: int


_SIZES: Sequence[tuple[str, str, str, Callable[[Card], bool]]] = (
    (
        gettext_noop("Needs no GPU"),
        gettext_noop("From a laptop upwards, the smallest first."),
        "?type=job&gpus=0",
        lambda job: _gpus(job) == 0,
    ),
    (
        gettext_noop("Fits one GPU"),
        gettext_noop("A workstation or one cloud machine will do."),
        "?type=job&gpus=1",
        lambda job: _gpus(job) == 1,
    ),
    (
        gettext_noop("Spans several machines"),
        gettext_noop("Distributed jobs for a cluster, with their ports and roles."),
        "?type=job&scale=distributed",
        lambda job: bool(job.footprint and job.footprint.distributed),
    ),
)


def home_page(context: SiteContext, cards: Sequence[Card], guides: Mapping[str, str] = NO_GUIDES) -> Page:
    """Return the page at the site's root; `cards` is the result of `all_cards`.

    `guides` has the URL, relative to the site's root, of each of `GUIDES` that the site has.
    """
    jobs = [card for card in cards if card.kind == "job" and card.newest]
    good = [job for job in jobs if not job.status]
    html = BuildContext.of(context).render(
        "home.html.jinja",
        root="",
        platforms=_enumeration([platform.title for platform in PLATFORMS.values() if platform.on_job_pages][1:]),
        guides={name: guides.get(name, "") for name in GUIDES},
        site_name=context.config.site_name,
        count=sum(1 for card in cards if card.newest),
        lists=type_lists(cards),
        contributors=len({card.contributor for card in cards if card.contributor}),
        recent=_recent(good),
        dated=any(job.changed for job in good),
        sizes=tuple(filter(None, (_size(jobs, *size) for size in _SIZES))),
        tags=tag_lists(cards)[:TOP_TAGS],
    )
    title, description = context.config.site_name, gettext(DESCRIPTION)
    head = Markup("").join(open_graph("", title, description, context.config, kind="website"))
    return Page(url="", title=title, description=description, html=html, head=head)


def _recent(jobs: Sequence[Card]) -> Sequence[Card]:
    """Return the jobs that changed last; those of one commit keep their order, most used first."""
    return sorted(jobs, key=lambda job: job.changed, reverse=True)[:RECENT_JOBS]


def _size(
    jobs: Sequence[Card], title: str, explanation: str, query: str, belongs: Callable[[Card], bool]
) -> SizeOfJobs | None:
    own = [job for job in jobs if belongs(job)]
    small = sorted((job for job in own if not job.status), key=_size_key)[:JOBS_OF_A_SIZE]
    return SizeOfJobs(gettext(title), gettext(explanation), query, small, len(own)) if small else None


def _size_key(job: Card) -> tuple[int, int, int, int]:
    footprint = job.footprint
    return (footprint.gpus, footprint.memory_mb, footprint.cpus, footprint.containers) if footprint else (0, 0, 0, 0)


def _enumeration(words: Sequence[str]) -> str:
    """Return `A, B or C`; "" for no words."""
    return gettext(" or ").join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _gpus(job: Card) -> int:
    return job.footprint.gpus if job.footprint else 0

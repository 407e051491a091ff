"""Writing the pages of all components, which is most of a build, in worker processes."""

from collections.abc import Callable

from paicatalog.catalog.component import Component
from paicatalog.parallel.worker_processes import forks, work
from paicatalog.site.build_context import BuildContext
from paicatalog.site.context import SiteContext
from paicatalog.site.pages.component.component_pages import component_page
from paicatalog.site.writer import SiteWriter, Written

_BATCH = 10
"""Pages in one batch of a worker process: few, so that all workers finish at about the same time."""


def write_components(context: SiteContext, writer: SiteWriter, may_write: Callable[[str], bool]) -> list[Written]:
    """Write the page of each component whose URL is free, in the catalog's order.

    `may_write` is called in this process with each page's file. Where processes cannot be forked, this process writes
    all pages: the site context is too large to be sent to workers.
    """
    build = BuildContext.of(context)
    free = [
        each for each in context.catalog.components if may_write(f"{build.addresses.page(each.identity)}index.html")
    ]

    def write(component: Component) -> Written:
        return writer.page(component_page(component, build))

    return work(write, free, pack=_as_it_is, batch=_BATCH, processes=None if forks() else 1)


def _as_it_is(written: Written) -> Written:
    return written

"""Writing a whole site: pages of components, all other pages, and files, around the pages of the docs folder."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import quote

from paicatalog.catalog.git.history import read_history
from paicatalog.site.build_context import BuildContext
from paicatalog.site.code.html_to_markdown import page_twin
from paicatalog.site.component_writer import write_components
from paicatalog.site.context import SiteContext
from paicatalog.site.page import Page, SearchEntry, StaticFile
from paicatalog.site.pages.redirect_pages import moved_files, redirect_page
from paicatalog.site.pages.redirects import Redirect
from paicatalog.site.search.theme_index import theme_indexes
from paicatalog.site.site import Site
from paicatalog.site.theme.external_code import ExternalCode
from paicatalog.site.theme.shell import is_shell
from paicatalog.site.writer import SiteWriter, Written


@dataclass(frozen=True, slots=True)
class GeneratorPages:
    """The pages that the site generator writes: those of the docs folder, and the ones of ours in its navigation."""

    files: Mapping[str, str] = field(default_factory=dict)
    """File on the site -> the file of the docs folder that it is made from."""
    entries: list[tuple[str, SearchEntry]] = field(default_factory=list)
    """URL of a page and its search entry."""
    addresses: list[str] = field(default_factory=list)
    """URLs in the sitemap, relative to the site's root."""
    twins: list[StaticFile] = field(default_factory=list)
    """The pages' Markdown twins."""
    code: ExternalCode = field(default_factory=ExternalCode)
    """The inline code of the theme that is moved to files."""


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """What a site contains after our pages have been written."""

    entries: Sequence[tuple[str, SearchEntry]]
    """URL of a page and its search entry: the generator's pages first."""
    addresses: Sequence[str]
    """URLs in the sitemap, relative to the site's root: the generator's pages first."""
    changed: Mapping[str, str]
    """The dates (ISO 8601) of the last commits to the files that pages are made from, by URL, where they are known."""


def write_site(
    site: Site,
    generated: GeneratorPages,
    writer: SiteWriter,
    *,
    redirects: Sequence[Redirect],
    warn: Callable[[str, str], None],
) -> None:
    """Write the catalog's pages and files into the site that MkDocs has built, and complete its sitemap and index.

    A file of the docs folder is never overwritten: `warn` is called with its path and its URL on the site instead.
    """
    written = write_pages(site, generated, writer, pages=site.other_pages(), redirects=redirects, warn=warn)
    writer.sitemap(site.context.config.site_url, written.addresses, written.changed)
    for file, index in theme_indexes(writer.folder):
        file.write_bytes(index.completed(written.entries, dropped=is_shell))


def write_pages(
    site: Site,
    generated: GeneratorPages,
    writer: SiteWriter,
    *,
    pages: Iterable[Page],
    redirects: Sequence[Redirect],
    warn: Callable[[str, str], None],
) -> WrittenSite:
    """Write the pages of components, `pages`, all files and redirects; what the generator wrote stays (`warn`)."""

    def may_write(url: str) -> bool:
        if own := generated.files.get(url):
            warn(own, url)
        return own is None

    def write_with_twin(page: Page) -> Written:
        twin = page_twin(page.url, page.html, page.markdown)
        if may_write(twin.url):
            writer.file(twin)
        return writer.page(page)

    written = write_components(site.context, writer, may_write)
    written += [write_with_twin(page) for page in pages if may_write(f"{page.url}index.html")]
    entries = [*generated.entries, *((page.url, page.search) for page in written if page.search)]
    moved = moved_files(redirects)
    for file in chain(generated.twins, site.files(entries, generated.code)):
        if may_write(file.url):
            writer.file(file)
        for url in moved.get(file.url, ()):
            writer.file(StaticFile(url, file.content))
    for redirect in redirects:
        writer.file(redirect_page(redirect, site_url=site.context.config.site_url, file_names=writer.file_names))
    addresses = [*generated.addresses, *(page.address for page in written)]
    return WrittenSite(entries, addresses, dict(_changed(site.context, generated, written)))


def _changed(context: SiteContext, generated: GeneratorPages, written: Iterable[Written]) -> Iterator[tuple[str, str]]:
    """Yield the URLs of components and of pages of the docs folder with the dates of their last commits."""
    page = BuildContext.of(context).addresses.page
    histories = {page(each.identity): each.history for each in context.catalog.components}
    for each in written:
        if history := histories.get(each.url):
            yield each.address, history.changed.date.isoformat()
    docs = context.config.docs_dir
    of_docs = read_history(docs) if docs and docs.is_dir() else {}
    for file, source in generated.files.items():
        if history := of_docs.get(source):
            yield quote(file), history.changed.date.isoformat()
            yield quote(file.removesuffix("index.html")), history.changed.date.isoformat()

"""Writing a whole site: pages of components, all other pages, and files, around the pages of the docs folder."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from paicatalog.site.code.html_to_markdown import page_twin
from paicatalog.site.component_writer import write_components
from paicatalog.site.page import Page, SearchEntry, StaticFile
from paicatalog.site.pages.redirect_pages import moved_files, redirect_page
from paicatalog.site.pages.redirects import Redirect
from paicatalog.site.search.theme_index import INDEX, completed_index
from paicatalog.site.site import Site
from paicatalog.site.theme.external_code import ExternalCode
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


def write_site(
    site: Site,
    generated: GeneratorPages,
    writer: SiteWriter,
    code: ExternalCode,
    *,
    redirects: Sequence[Redirect],
    warn: Callable[[str, str], None],
) -> None:
    """Write the catalog's pages and files.

    `code` is the inline code of the theme that becomes files. A file of the docs folder is never overwritten: `warn` is
    called with its path and its URL on the site instead.
    """

    def may_write(url: str) -> bool:
        if own := generated.files.get(url):
            warn(own, url)
        return own is None

    def write_with_twin(page: Page) -> Written:
        twin = page_twin(page.url, page.html, page.markdown)
        if may_write(twin.url):
            writer.file(twin)
        return writer.page(page)

    site_url = site.context.config.site_url
    written = write_components(site.context, writer, may_write)
    written += [write_with_twin(page) for page in site.other_pages() if may_write(f"{page.url}index.html")]
    entries = [*generated.entries, *((page.url, page.search) for page in written if page.search)]
    moved = moved_files(redirects)
    for file in chain(generated.twins, site.files(entries, code)):
        if may_write(file.url):
            writer.file(file)
        for url in moved.get(file.url, ()):
            writer.file(StaticFile(url, file.content))
    for redirect in redirects:
        writer.file(redirect_page(redirect, site_url=site_url, file_names=writer.file_names))
    writer.sitemap(site_url, [*generated.addresses, *(page.address for page in written)])
    if (index := writer.folder / INDEX).is_file():
        index.write_bytes(completed_index(index.read_bytes(), entries))

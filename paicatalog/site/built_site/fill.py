"""Filling the catalog into a site that another generator built."""

import gzip
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from paicatalog.site.built_site.docs_pages import DocsPage, docs_page
from paicatalog.site.built_site.main_content import containers
from paicatalog.site.built_site.record import Record, files_in
from paicatalog.site.built_site.shell_page import WORD, Additions, ShellPage, find_shell_page
from paicatalog.site.built_site.sitemap import completed_sitemap
from paicatalog.site.output import GeneratorPages, WrittenSite, write_pages
from paicatalog.site.page import Page
from paicatalog.site.pages.redirects import Redirect
from paicatalog.site.search.theme_index import theme_indexes
from paicatalog.site.site import DEPTHS, SCRIPTS, STYLE, Site
from paicatalog.site.theme.language import gettext
from paicatalog.site.theme.shell import DESCRIPTION, TITLE, Shell
from paicatalog.site.theme.template_environment import environment
from paicatalog.site.urls.addresses import FEED
from paicatalog.site.urls.file_names import with_file_names
from paicatalog.site.writer import SiteWriter

_SITEMAP = "sitemap.xml"


class UnusableSiteError(Exception):
    """The site has no usable marked page. The message is shown to the user and says what to do."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What has been written."""

    pages: int
    """The number of our pages."""
    unread: Sequence[str]
    """The generator's HTML files that are not in our search, since they have no main content or want no readers."""
    removed: str
    """The file of the marked page, if no page of ours is in its place; else ""."""


def fill(
    site: Site,
    folder: Path,
    last: Record,
    *,
    main_pages: Sequence[Page],
    redirects: Sequence[Redirect],
    warn: Callable[[str, str], None],
) -> Filled:
    """Write the catalog into the site in `folder`, which contains nothing of ours.

    `last` is the record of the last fill of this site. Of `main_pages`, those are written for which the generator has
    no page. Where it has a file at the URL of another page or file of ours, that stays, and `warn` is called with both.
    Raises UnusableSiteError.
    """
    marked = _marked_page(folder) or last.shell_page
    if not marked:
        raise UnusableSiteError(
            f"No page has the mark `{WORD}`. Save the output of `paicatalog generate --shell` as `catalog/index.md` in "
            "the folder of the docs, and build the site again."
        )
    stand_in = next((page for page in main_pages if page.url == marked.url), None)
    label = stand_in.title if stand_in else gettext("Catalog")
    own_search = not any(theme_indexes(folder))
    shells = _shells(marked, site.context.config.site_name, label, own_search=own_search)
    (folder / marked.path).unlink(missing_ok=True)
    theirs = list(files_in(folder))
    if stand_in:
        _replace_marks(folder, theirs, stand_in)
    known = containers(marked.html)
    docs = {name: docs_page(name, _text(folder / name), known) for name in theirs if name.endswith(".html")}
    generated = _generator_pages(folder, theirs, filter(None, docs.values()))
    free = [page for page in main_pages if f"{page.url}index.html" not in generated.files]
    writer = SiteWriter(folder, shells, file_names=marked.file_names)
    pages = (*free, *site.other_pages())
    written = write_pages(site, generated, writer, pages=pages, redirects=redirects, warn=warn)
    dropped = {marked.url, *(name.removesuffix("index.html") for name in last.files)}
    if stand_in:
        dropped.remove(marked.url)  # The generator's entries for it now describe our page.
    _complete(folder, written, site.context.config.site_url, dropped)
    Record.of(folder, sorted({*files_in(folder)} - {*theirs}), marked).write(folder)
    unread = [name for name, page in docs.items() if page is None]
    return Filled(len(written.addresses), unread, "" if stand_in else marked.path)


def _marked_page(folder: Path) -> ShellPage | None:
    marked = ((name, _text(folder / name)) for name in _with_mark(folder, WORD, (".html",)))
    return find_shell_page(ShellPage(name, text) for name, text in marked)


def _with_mark(folder: Path, mark: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Yield the files of a site that contain a mark."""
    names = (name for name in files_in(folder) if name.endswith(suffixes))
    return (name for name in names if mark.encode() in (folder / name).read_bytes())


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _shells(marked: ShellPage, site_name: str, label: str, *, own_search: bool) -> dict[int, Shell]:
    """Return the shells of all depths; with `own_search`, our search field is above the content."""
    field = environment().get_template("search_field.html.jinja")

    def before_content(root: str) -> str:
        shown = field.render(root=root) if own_search else ""
        return with_file_names(shown) if marked.file_names else shown

    additions = Additions(lambda root: _head(root, site_name), before_content)
    try:
        return dict(marked.shells((0, *DEPTHS), site_name=site_name, label=label, additions=additions))
    except ValueError as error:
        raise UnusableSiteError(f"{marked.path} cannot show the catalog: {error}.") from error


def _head(root: str, site_name: str) -> str:
    """Return the links to feed, styles and scripts. All code is in files, for sites that forbid inline code."""
    feed = f'<link rel="alternate" type="application/atom+xml" title="{escape(site_name)}" href="{root}{FEED}">'
    style = f'<link rel="stylesheet" href="{root}{STYLE}">'
    return "\n".join((feed, style, *(f'<script src="{root}{script}" defer></script>' for script in SCRIPTS), ""))


def _replace_marks(folder: Path, names: Iterable[str], stand_in: Page) -> None:
    """Replace the marks that the generator repeated outside of the marked page, such as in menus and feeds."""
    values = {TITLE: stand_in.title, DESCRIPTION: stand_in.description, WORD: stand_in.description}
    for name in names:
        if not name.endswith(tuple(_ENCODINGS)):
            continue
        before = content = (folder / name).read_bytes()
        for mark, value in values.items():
            content = content.replace(mark.encode(), _ENCODINGS[Path(name).suffix](value))
        if content != before:
            (folder / name).write_bytes(content)


def _in_markup(text: str) -> bytes:
    return escape(text).encode("ascii", "xmlcharrefreplace")


def _in_code(text: str) -> bytes:
    return json.dumps(text)[1:-1].replace("<", r"\u003c").encode()


_ENCODINGS: dict[str, Callable[[str], bytes]] = {
    ".html": _in_markup,
    ".xml": _in_markup,
    ".json": _in_code,
    ".js": _in_code,
    ".txt": str.encode,
}
"""Ending of a file -> how it contains a text."""


def _generator_pages(folder: Path, names: Iterable[str], pages: Iterable[DocsPage]) -> GeneratorPages:
    """Return the generator's files and its documentation, without search entries that its own search leaves out."""
    indexed = [index.urls for _, index in theme_indexes(folder)]
    found = GeneratorPages(files={name: name for name in names})
    for page in pages:
        found.twins.append(page.twin)
        if all(page.url in urls for urls in indexed):
            found.entries.append((page.url, page.entry))
    return found


def _complete(folder: Path, written: WrittenSite, site_url: str, dropped: Collection[str]) -> None:
    """Add our pages to the generator's search index and sitemap, if it has any, without those of the last fill."""
    for file, index in theme_indexes(folder):
        file.write_bytes(index.completed(written.entries, dropped=dropped.__contains__))
    sitemap = folder / _SITEMAP
    if sitemap.is_file():
        content = completed_sitemap(
            _text(sitemap), site_url, written.addresses, written.changed, dropped=dropped
        ).encode()
        sitemap.write_bytes(content)
        if (packed := sitemap.with_suffix(".xml.gz")).is_file():
            packed.write_bytes(gzip.compress(content, mtime=0))

"""Writing pages and files into the folder of the built site."""

import gzip
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from paicatalog.site.page import Page, SearchEntry, StaticFile
from paicatalog.site.theme.shell import Shell, depth_of
from paicatalog.site.urls.file_names import with_file_names

_HEAD = re.compile(rb"<head\b[^<>]*+>(?:\s*+<meta charset=[^<>]*+>)?", re.IGNORECASE)
"""The start of a page's head with the encoding, which must be within the first 1,024 bytes."""


def sitemap_entry(site_url: str, url: str, changed: Mapping[str, str]) -> str:
    """Return the element of a page in a sitemap, with the date of its last change if `changed` has it."""
    date = f"<lastmod>{changed[url]}</lastmod>" if url in changed else ""
    return f"<url><loc>{html.escape(site_url + url)}</loc>{date}</url>"


@dataclass(frozen=True, slots=True)
class Written:
    """A page that has been written."""

    url: str
    """Relative to the site's root."""
    address: str
    """The URL in the sitemap, relative to the root: with `file_names`, it ends in `index.html`."""
    search: SearchEntry | None


class SiteWriter:
    """Write pages and files below a folder; with `file_names`, links to folders are changed to their `index.html`.

    `policy` is an element that each HTML file contains in its head.
    """

    def __init__(
        self,
        folder: Path,
        shells: Mapping[int, Shell],
        *,
        file_names: bool = False,
        policy: bytes = b"",
    ) -> None:
        self.folder = folder
        self.shells = shells
        self.file_names = file_names
        self.policy = policy
        self.made: set[Path] = set()

    def page(self, page: Page) -> Written:
        """Write a page, within the shell of its depth, as `URL/index.html`, and write its files."""
        shown = replace(page, html=with_file_names(page.html)) if self.file_names else page
        whole = self.shells[depth_of(page.url)].fill(shown)
        self._write(f"{page.url}index.html", whole.encode("utf-8", errors="xmlcharrefreplace"))
        for file in page.files:
            self.file(replace(file, content=self._linked(file.content)))
        return Written(page.url, f"{page.url}index.html" if self.file_names else page.url, page.search)

    def rewrite(self, url: str) -> None:
        """Add what is in each HTML file to one that the theme has written."""
        self._write(url, (self.folder / url).read_bytes())

    def file(self, file: StaticFile) -> None:
        """Write a file unchanged."""
        self._write(file.url, file.content)

    def _linked(self, content: bytes) -> bytes:
        return with_file_names(content.decode()).encode() if self.file_names else content

    def sitemap(self, site_url: str, urls: Iterable[str], changed: Mapping[str, str]) -> None:
        """Overwrite the `sitemap.xml` of MkDocs, which lacks the pages written here.

        `changed` has the dates of those whose last change is known. Without `site_url` the sitemap is empty: the
        protocol (sitemaps.org) requires absolute URLs.
        """
        known = sorted(set(urls)) if site_url else []
        lines = [f"  {sitemap_entry(site_url, url, changed)}\n" for url in known]
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        content = f'{head}<urlset xmlns="{space}">\n{"".join(lines)}</urlset>\n'.encode()
        self._write("sitemap.xml", content)
        self._write("sitemap.xml.gz", gzip.compress(content, mtime=0))

    def _write(self, url: str, content: bytes) -> None:
        path = self.folder / url
        if path.parent not in self.made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.made.add(path.parent)
        path.write_bytes(self._with_policy(content) if self.policy and url.endswith(".html") else content)

    def _with_policy(self, page: bytes) -> bytes:
        return _HEAD.sub(lambda head: head[0] + self.policy, page, count=1)

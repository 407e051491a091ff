"""The sitemap of a built site, completed by our pages."""

import re
from collections.abc import Collection, Iterable, Mapping
from html import unescape

from paicatalog.site.writer import sitemap_entry

_ENTRY = re.compile(r"(?<![^\S\n])[^\S\n]*+<url\b(?:(?!<url\b).)*?</url\s*+>[^\S\n]*+\n?", re.DOTALL)
_ADDRESS = re.compile(r"<loc>([^<]*+)</loc>")
_END = "</urlset>"


def completed_sitemap(
    content: str, site_url: str, urls: Iterable[str], changed: Mapping[str, str], *, dropped: Collection[str]
) -> str:
    """Return a sitemap with the pages `urls`, sorted, after its own; without the pages `dropped`.

    All are relative to the site's root. `changed` has the dates of those whose last change is known. A file without
    `<urlset>`, such as an index of sitemaps, is returned as it is.
    """
    if not site_url or _END not in content:
        return content
    unwanted = {site_url + url for url in (*dropped, *urls)}
    kept = _ENTRY.sub(lambda entry: "" if _address(entry[0]) in unwanted else entry[0], content)
    added = "".join(f"  {sitemap_entry(site_url, url, changed)}\n" for url in sorted(urls))
    before, _, after = kept.rpartition(_END)
    return f"{before.rstrip()}\n{added}{_END}{after}"


def _address(entry: str) -> str:
    found = _ADDRESS.search(entry)
    return unescape(found[1].strip()) if found else ""

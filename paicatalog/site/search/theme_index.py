"""The index of the theme's own search, where a site uses that: it should find what ours finds."""

import json
from collections.abc import Iterable, Sequence

from paicatalog.site.page import SearchEntry
from paicatalog.site.theme.shell import shell_url

INDEX = "search/search_index.json"
"""Where MkDocs' search plugin writes its index."""


def completed_index(content: bytes, entries: Sequence[tuple[str, SearchEntry]]) -> bytes:
    """Return MkDocs' search index without the shells and with `entries` (by address) that it does not know.

    The records are short: a browser reads the whole index before the first result.
    """
    index = json.loads(content)
    known = [record for record in index["docs"] if not record["location"].startswith(shell_url(1))]
    locations = {record["location"].removesuffix("index.html") for record in known}
    index["docs"] = [*known, *_records(entries, locations)]
    return json.dumps(index, sort_keys=True, separators=(",", ":")).encode()


def _records(entries: Iterable[tuple[str, SearchEntry]], known: set[str]) -> Iterable[dict[str, str]]:
    for url, entry in entries:
        if url not in known:
            yield {"location": url, "title": entry.title, "text": entry.summary}

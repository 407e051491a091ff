"""The index of the theme's search, extended by the generated pages for sites that use that search."""

import json
from collections.abc import Iterable, Sequence

from paicatalog.site.page import SearchEntry
from paicatalog.site.theme.shell import shell_url

INDEX = "search/search_index.json"
"""The file that MkDocs' search plugin writes its index to."""


def completed_index(content: bytes, entries: Sequence[tuple[str, SearchEntry]]) -> bytes:
    """Return MkDocs' search index without the shells and with those of `entries`, (URL, entry) pairs, that it lacks.

    The added records contain only summaries, since a browser loads the whole index before the first result.
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

"""The index of the theme's search, extended by the generated pages for sites that use that search."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from paicatalog.site.page import SearchEntry

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Format:
    """How a generator writes its search index, a JSON file."""

    records: str
    """The key of the list of records. Each has a `location`, the page's URL with or without an anchor."""
    record: Callable[[str, SearchEntry], Record]
    """Makes the record of a page from its URL."""


def _plain(url: str, entry: SearchEntry) -> Record:
    return {"location": url, "title": entry.title, "text": entry.summary}


def _of_zensical(url: str, entry: SearchEntry) -> Record:
    title = escape(entry.title)
    text = f"<p>{escape(entry.summary)}</p>"
    return {"location": url, "level": 1, "title": title, "text": text, "path": [title], "tags": []}


FORMATS: Mapping[str, Format] = {
    "search/search_index.json": Format("docs", _plain),
    "search.json": Format("items", _of_zensical),
}
"""File on the site -> its format: of MkDocs' search plugin (and Material's, whose texts are HTML), and of Zensical."""


@dataclass(frozen=True, slots=True)
class ThemeIndex:
    """A search index that a generator wrote."""

    data: Mapping[str, Any]
    format: Format

    @classmethod
    def read(cls, file: Path, format_: Format) -> "ThemeIndex | None":
        """Read an index; None if there is none, or the file is something else."""
        try:
            data = json.loads(file.read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        known = isinstance(data, dict) and isinstance(data.get(format_.records), list)
        return cls(data, format_) if known else None

    @property
    def urls(self) -> Collection[str]:
        """The URLs of the pages in the index."""
        return {_page(record) for record in self.data[self.format.records]}

    def completed(self, entries: Sequence[tuple[str, SearchEntry]], *, dropped: Callable[[str], bool]) -> bytes:
        """Return the index without the pages whose URL is `dropped`, and with those of `entries` that it lacks.

        The added records contain only summaries, since a browser loads the whole index before the first result.
        """
        known = [record for record in self.data[self.format.records] if not dropped(_page(record))]
        urls = {_page(record).removesuffix("index.html") for record in known}
        records = [*known, *(self._record(url, entry) for url, entry in entries if url not in urls)]
        return json.dumps({**self.data, self.format.records: records}, sort_keys=True, separators=(",", ":")).encode()

    def _record(self, url: str, entry: SearchEntry) -> Record:
        record = self.format.record(url, entry)
        # Material's own plugin writes a pipeline, and its search shows titles and texts as HTML.
        if self.format.record is _plain and "pipeline" in self.data.get("config", {}):
            return {name: escape(value) if name != "location" else value for name, value in record.items()}
        return record


def theme_indexes(folder: Path) -> Iterable[tuple[Path, ThemeIndex]]:
    """Yield the files of the site in `folder` that are search indexes of a known format."""
    for name, format_ in FORMATS.items():
        if index := ThemeIndex.read(folder / name, format_):
            yield folder / name, index


def _page(record: Mapping[str, Any]) -> str:
    return str(record.get("location", "")).split("#")[0]

"""Search entries of the pages of the docs folder."""

from collections.abc import Iterable, Iterator, Mapping

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.page import SearchEntry

_LONGEST_WORD = 200
"""The longest text without spaces in the search index, in characters. Longer ones are encrypted or encoded."""


def is_excluded_from_search(page: Page) -> bool:
    """Return whether the front matter of a page leaves it out, as Material's search has it."""
    search = page.meta.get("search")
    return isinstance(search, dict) and bool(search.get("exclude"))


def search_entry(page: Page, searched: Mapping[str, str]) -> SearchEntry:
    """Return the search entry of a page as it is shown; `searched` has what is searched of texts with exclusions."""
    whole = plain_text(page.content or "")
    title, text = str(page.title), searched.get(whole, whole)
    headings = " ".join(heading for heading in _headings(page.toc) if text == whole or heading in text)
    words = text.removeprefix(title).split()
    text = " ".join(word for word in words if len(word) <= _LONGEST_WORD)
    return SearchEntry("page", title, text[:160], text, headings=headings)


def _headings(toc: Iterable[AnchorLink]) -> Iterator[str]:
    """Yield the titles of all sections of a page."""
    for part in toc:
        yield part.title
        yield from _headings(part.children)

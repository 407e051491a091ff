"""The documentation of a built site: search entries and Markdown twins, read from its pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paicatalog.site.built_site.html_tokens import Token, TokenKind, tokens
from paicatalog.site.built_site.main_content import Container, main_content
from paicatalog.site.code.html_to_markdown import page_twin
from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.page import SearchEntry, StaticFile

NOT_FOUND = "404.html"
_HEADING = re.compile("h[1-6]")
_TITLES = re.compile("h[1-6]|title")
_LONGEST_SUMMARY = 160
_PERMALINKS = "¶#\u200b \u00a0"
"""The texts of links to a heading, for which generators have different classes."""


@dataclass(frozen=True, slots=True)
class DocsPage:
    """A page of the documentation."""

    url: str
    entry: SearchEntry
    twin: StaticFile


def docs_page(path: str, html: str, known: Sequence[Container]) -> DocsPage | None:
    """Return what is on the page of a file; None if it is no page to read.

    That is the page for unknown URLs, a redirect, one that search engines are to ignore, and one without a main
    content.
    """
    found = tokens(html)
    content = main_content(found, known)
    if path.endswith(NOT_FOUND) or not content or any(map(_is_no_page, found)):
        return None
    url = path.removesuffix("index.html")
    inner = "".join(token.source for token in content)
    headings = list(_texts(content))
    title = next((text for tag, text in headings if tag == "h1"), "") or _title(found)
    text = plain_text(inner).removeprefix(title).strip(_PERMALINKS)
    below = " ".join(text for tag, text in headings if tag != "h1")
    entry = SearchEntry("page", title, text[:_LONGEST_SUMMARY], text, headings=below)
    return DocsPage(url, entry, page_twin(url, inner))


def _is_no_page(token: Token) -> bool:
    if token.tag != "meta" or token.kind is not TokenKind.START:
        return False
    ignored = token.get("name").lower() == "robots" and "noindex" in token.get("content").lower()
    return ignored or token.get("http-equiv").lower() == "refresh"


def _texts(content: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each heading."""
    for at, token in enumerate(content):
        if token.kind is TokenKind.START and _HEADING.fullmatch(token.tag):
            yield token.tag, _text(content, at)


def _title(found: Sequence[Token]) -> str:
    at = next((at for at, each in enumerate(found) if each.kind is TokenKind.START and each.tag == "title"), None)
    return "" if at is None else _text(found, at)


def _text(found: Sequence[Token], at: int) -> str:
    """Return the text of a heading or title, which ends at the next tag of one even if its own is missing."""
    end = at + 1
    while end < len(found) and not _TITLES.fullmatch(found[end].tag):
        end += 1
    return plain_text("".join(token.source for token in found[at:end])).rstrip(_PERMALINKS)

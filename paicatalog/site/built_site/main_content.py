"""The main content of pages that another generator wrote, found by where that put the mark on the marked page."""

from collections.abc import Iterator, Sequence

from paicatalog.site.built_site.html_tokens import Token, TokenKind, end_of_element, tokens
from paicatalog.site.built_site.shell_page import WORD
from paicatalog.site.theme.shell import TITLE

Container = tuple[str, ...]
"""The name of an element, and its attributes in `_TELLING`, by which it is recognized on each page of one theme."""

_TELLING = ("class", "id", "role", "itemprop")
_SECTIONS = frozenset({"article", "div", "main", "section"})
"""The elements that contain a page's text. Their end tags are never omitted."""
_STANDARD: Sequence[Container] = (("main", "", "", "", ""), ("article", "", "", "", ""))


def containers(marked_page: str) -> Sequence[Container]:
    """Return the elements around the content of a marked page up to its `<main>`, the innermost first.

    Those with the title in their attributes are left out: they belong to this page alone.
    """
    open_elements: list[Token] = []
    for token in tokens(marked_page):
        if token.kind is TokenKind.TEXT and token.source.strip() == WORD:
            break
        if token.tag not in _SECTIONS:
            continue
        if token.kind is TokenKind.START:
            open_elements.append(token)
        elif token.kind is TokenKind.END and open_elements:
            open_elements.pop()
    return tuple(_up_to_main(reversed(open_elements)))


def _up_to_main(elements: Iterator[Token]) -> Iterator[Container]:
    for element in elements:
        if TITLE not in element.source and any(map(element.get, _TELLING)):
            yield _container(element)
        if element.tag == "main" or element.get("role") == "main":
            return


def main_content(page: Sequence[Token], known: Sequence[Container]) -> Sequence[Token]:
    """Return what is in the first of the known containers that the page has, else in its `<main>` or `<article>`."""
    elements = [
        (at, token) for at, token in enumerate(page) if token.kind is TokenKind.START and token.tag in _SECTIONS
    ]
    places: dict[Container, int] = {}
    for at, token in elements:
        places.setdefault(_container(token), at)
        places.setdefault((token.tag, "", "", "", ""), at)
    found = next((places[each] for each in (*known, *_STANDARD) if each in places), None)
    return () if found is None else page[found + 1 : end_of_element(page, found)]


def _container(element: Token) -> Container:
    return (element.tag, *map(element.get, _TELLING))

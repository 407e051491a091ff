"""The page that another generator rendered with marks, and the shells that are cut from it.

The page is an ordinary page of the docs folder, whose words are the marks. They are plain words, since generators
change everything else: they escape HTML, replace quotes, add anchors to headings, repeat the title in menus, and omit
quotes and end tags. From this one page, the shells of all depths are made by rewriting its relative links.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from paicatalog.site.built_site.html_tokens import Token, TokenKind, end_of_element, tokens
from paicatalog.site.built_site.relative_links import Move
from paicatalog.site.theme.shell import (
    CONTENT,
    DESCRIPTION,
    DESCRIPTION_IN_SCRIPT,
    HEAD_END,
    TITLE,
    TITLE_IN_SCRIPT,
    Shell,
    shell_url,
)

WORD = "pcmarkcontent"
"""The mark of the content on the marked page."""
MARKDOWN = f"""\
---
title: {TITLE}
description: {DESCRIPTION}
hide: [navigation, toc, footer]
---

# {TITLE}

{WORD}
"""
"""The marked page as a file of the docs folder; `hide` is for the themes that know it."""

_PARAGRAPH = re.compile(rf"<p\b[^<>]*+>\s*+{WORD}\b")
_TITLED = re.compile(rf"<title[^<>]*+>[^<]*?{TITLE}")
_OWN_URL = "pcmarkownurl"
_INDEX_LINK = re.compile(r"(?![a-z]+:)[^?#]*\bindex\.html(?:#.*)?")
_HEAD_END = re.compile(r"</head\s*>|(?=<body\b)", re.IGNORECASE)
_CARRIERS = ("link", "meta", "script")
"""The elements that may hold the page's own URL. In `<a>`, it is a link to the marked page, which stays."""
_NEIGHBORS = frozenset({"prev", "next"})


@dataclass(frozen=True, slots=True)
class Additions:
    """What our pages add to the generator's: functions of the relative URL of the site's root (`../`) to HTML."""

    head: Callable[[str], str]
    """For the end of the `<head>`."""
    before_content: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ShellPage:
    """The marked page of a built site."""

    path: str
    """Its file, relative to the site's root: `catalog/index.html`."""
    html: str

    @property
    def url(self) -> str:
        """Its URL, relative to the site's root: `catalog/`."""
        return self.path.removesuffix("index.html")

    @property
    def file_names(self) -> bool:
        """Whether the generator's links lead to files (`page.html`, `folder/index.html`) instead of folders."""
        links = (token.get("href") for token in tokens(self.html) if token.tag == "a")
        return self.url == self.path or any(_INDEX_LINK.fullmatch(link) for link in links)

    def shells(self, depths: Iterable[int], *, site_name: str, label: str, additions: Additions) -> Mapping[int, Shell]:
        """Return the shell of each depth; `label` is the text of links to the marked page, such as in menus.

        Raises ValueError if the page cannot be used, with the reason.
        """
        if "/" not in self.path:
            raise ValueError("it is at the site's root; move it into a folder of the docs")
        marked = self._with_own_url(_with_title(_with_content(tokens(self.html)), site_name))
        base = next((token.get("href") for token in marked if token.tag == "base"), "")
        labelled = _with_label(_without_own_parts(marked), html.escape(label))
        fixed = [_with_marks_quoted(token) for token in labelled]
        return {depth: self._shell(fixed, depth, base, additions) for depth in depths}

    def _shell(self, fixed: list[Token], depth: int, base: str, additions: Additions) -> Shell:
        move, root = Move(self.path, depth, base), "../" * depth
        whole = "".join(move.token(token).source for token in fixed)
        whole = whole.replace(_OWN_URL, shell_url(depth) + ("index.html" if self.file_names else ""))
        whole = whole.replace(CONTENT, additions.before_content(root) + CONTENT)
        return Shell.cut(_with_head_end(whole, additions.head(root)), depth=depth)

    def _with_own_url(self, found: list[Token]) -> list[Token]:
        """Mark the page's absolute URL where it says what the page's URL is."""
        canonical = next(filter(None, map(_canonical, found)), "")
        own = next((url for url in (self.path, self.url, self.url.rstrip("/")) if canonical.endswith(f"/{url}")), "")
        if not own:
            return found
        marked = canonical.removesuffix(own) + _OWN_URL
        return [_replaced(token, canonical, marked) if token.tag in _CARRIERS else token for token in found]


def find_shell_page(pages: Iterable[ShellPage]) -> ShellPage | None:
    """Return the marked one of a site's pages, or None.

    Pages that list others may repeat their marks, and pages about the marks have them in code. The theme may take the
    title from the menu, so the title alone does not tell.
    """
    found = [page for page in pages if WORD in page.html]
    return min(found, key=lambda page: (*_doubts(page.html), page.path.count("/"), page.path), default=None)


def _doubts(html: str) -> tuple[bool, bool]:
    return not _PARAGRAPH.search(html), not _TITLED.search(html)


def _with_content(found: list[Token]) -> list[Token]:
    """Put the content mark in the place of its word and of the paragraph around it.

    Elsewhere the word is from an excerpt of the page: it becomes the mark of the description. Raises ValueError.
    """
    at = next((index for index, each in enumerate(found) if _is_content(each)), None)
    if at is None:
        raise ValueError(f"no paragraph in it is `{WORD}`; write that into a paragraph of its own")
    first, after = at, at + 1
    if found[at - 1].tag == "p":
        first, after = at - 1, at + 1 + (after < len(found) and found[after].tag == "p" and _ends(found[after]))
    before, rest = ([_replaced(each, WORD, DESCRIPTION) for each in part] for part in (found[:first], found[after:]))
    return [*before, Token(TokenKind.OTHER, CONTENT), *rest]


def _is_content(token: Token) -> bool:
    return token.kind is TokenKind.TEXT and token.source.strip() == WORD


def _ends(token: Token) -> bool:
    return token.kind is TokenKind.END


def _with_title(found: list[Token], site_name: str) -> list[Token]:
    """Let the title mark be in the `<title>`, whatever the theme takes that from."""
    at = next((at for at, token in enumerate(found) if token.kind is TokenKind.START and token.tag == "title"), None)
    if at is None or TITLE in _inner(found, at):
        return found
    title = Token(TokenKind.TEXT, html.escape(f"{TITLE} - {site_name}"))
    return [*found[: at + 1], title, *found[end_of_element(found, at) :]]


def _without_own_parts(found: list[Token]) -> list[Token]:
    """Return a page without the elements that are about the marked page only.

    They are its heading, since each page brings its own, its base, and the links to its neighbors in the menu.
    """
    kept: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        if token.kind is not TokenKind.START or not _is_own_part(token, _inner(found, at) if token.tag == "h1" else ""):
            kept.append(token)
        elif token.tag in ("a", "h1"):
            at = end_of_element(found, at)
        at += 1
    return kept


def _is_own_part(token: Token, inner: str) -> bool:
    neighbor = token.tag in ("a", "link") and not _NEIGHBORS.isdisjoint(token.get("rel").split())
    return neighbor or token.tag == "base" or TITLE in inner


def _inner(found: list[Token], at: int) -> str:
    """Return the source between the tags of the element whose start tag is at an index."""
    return "".join(token.source for token in found[at + 1 : end_of_element(found, at)])


def _with_label(found: Iterable[Token], label: str) -> list[Token]:
    """Replace the title mark in links to other places than the page itself: there it is the marked page's name."""
    href = ""
    labelled = []
    for token in found:
        if token.tag == "a":
            href = token.get("href") if token.kind is TokenKind.START else ""
        is_label = token.kind is TokenKind.TEXT and href and not href.startswith("#")
        labelled.append(_replaced(token, TITLE, label) if is_label else token)
    return labelled


def _with_marks_quoted(token: Token) -> Token:
    """Quote all attributes of a tag with a mark, since what is filled in may have blanks; escape marks in scripts."""
    if token.kind is TokenKind.CODE:
        return _replaced(_replaced(token, TITLE, TITLE_IN_SCRIPT), DESCRIPTION, DESCRIPTION_IN_SCRIPT)
    if token.kind is not TokenKind.START or not any(mark in token.source for mark in (TITLE, DESCRIPTION)):
        return token
    # An anchor made of the title is not unique on the filled page: the content has its own.
    kept = ((name, value.replace(f"#{TITLE}", "#pc-content")) for name, value in token.attributes)
    return token.with_attributes(tuple((name, value) for name, value in kept if name != "id" or TITLE not in value))


def _canonical(token: Token) -> str:
    """Return the page's own URL if a tag says it."""
    if token.tag == "link" and token.get("rel") == "canonical":
        return token.get("href")
    return token.get("content") if token.tag == "meta" and token.get("property") == "og:url" else ""


def _replaced(token: Token, old: str, new: str) -> Token:
    """Return a token with `old` replaced in its source and in its attributes."""
    if old not in token.source and not any(old in value for _, value in token.attributes):
        return token
    if token.kind is TokenKind.START:
        return token.with_attributes(tuple((name, value.replace(old, new)) for name, value in token.attributes))
    return Token(token.kind, token.source.replace(old, new), token.tag)


def _with_head_end(page: str, head: str) -> str:
    """Return the page with additions at the end of its head, whose end tag may be omitted. Raises ValueError."""
    end = _HEAD_END.search(page)
    if not end:
        raise ValueError("it has no `<head>`")
    described = "" if DESCRIPTION in page else f'<meta name="description" content="{DESCRIPTION}">'
    return f"{page[: end.start()]}{described}{head}{HEAD_END}{page[end.end() :]}"

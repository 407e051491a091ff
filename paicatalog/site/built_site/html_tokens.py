"""HTML as tokens that keep their source, so that a page can be changed in places and is the same everywhere else."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from html.parser import HTMLParser
from itertools import accumulate


class TokenKind(Enum):
    """What a piece of HTML is."""

    START = auto()
    END = auto()
    TEXT = auto()
    """Text, escaped as in the source."""
    CODE = auto()
    """The content of a `<script>` or `<style>`."""
    OTHER = auto()
    """A comment or a declaration."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of HTML. The sources of all tokens of a page, joined, are the page."""

    kind: TokenKind
    source: str
    tag: str = ""
    """The name of the element in lower case: of a tag, or of the script or style that the code is in."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Names in lower case and unescaped values of a start tag."""

    def get(self, name: str) -> str:
        """Return the value of an attribute; "" if there is none."""
        return dict(self.attributes).get(name, "")

    def with_attributes(self, attributes: tuple[tuple[str, str], ...]) -> "Token":
        """Return the start tag with other attributes, all quoted."""
        shown = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes)
        end = "/>" if self.source.endswith("/>") else ">"
        return Token(self.kind, f"<{self.tag}{shown}{end}", self.tag, attributes)


def tokens(source: str) -> list[Token]:
    """Return the tokens of a page or fragment."""
    parser = _Parser(source)
    parser.feed(source)
    parser.close()
    if not parser.found:
        return [Token(TokenKind.TEXT, source)] if source else []
    ends = [*(start for start, *_ in parser.found[1:]), len(source)]
    return [
        Token(kind, source[start:end], tag, attributes)
        for (start, kind, tag, attributes), end in zip(parser.found, ends, strict=True)
    ]


def end_of_element(found: Sequence[Token], at: int) -> int:
    """Return the index of the end tag of the element whose start tag is at an index; the last index if it has none.

    Only tags of the same name are counted, since minified pages omit the end tags of other elements.
    """
    depth = 0
    for index in range(at, len(found)):
        if found[index].tag == found[at].tag:
            depth += {TokenKind.START: 1, TokenKind.END: -1}.get(found[index].kind, 0)
            if not depth:
                return index
    return len(found) - 1


class _Parser(HTMLParser):
    """Collect the offset, kind, tag and attributes of each token."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.lines = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
        self.found: list[tuple[int, TokenKind, str, tuple[tuple[str, str], ...]]] = []

    def _add(self, kind: TokenKind, tag: str = "", attributes: tuple[tuple[str, str], ...] = ()) -> None:
        line, column = self.getpos()
        start = self.lines[line - 1] + column
        if not self.found or start > self.found[-1][0]:
            self.found.append((start if self.found else 0, kind, tag, attributes))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(TokenKind.START, tag, tuple((name, value or "") for name, value in attrs))

    def handle_endtag(self, tag: str) -> None:
        self._add(TokenKind.END, tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:  # noqa: ARG002 (the source is cut by offsets)
        inside = self.cdata_elem or ""
        self._add(TokenKind.CODE if inside else TokenKind.TEXT, inside)

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        self._add(TokenKind.OTHER)

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002
        self._add(TokenKind.OTHER)

    def handle_pi(self, data: str) -> None:  # noqa: ARG002
        self._add(TokenKind.OTHER)

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002
        self._add(TokenKind.OTHER)

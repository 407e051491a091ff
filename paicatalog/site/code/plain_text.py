"""Conversion of HTML to plain text, for search."""

from html.parser import HTMLParser

_UNREAD = frozenset({"script", "style", "template"})
_PERMALINK = "headerlink"
"""The class of the link that MkDocs adds to each heading."""


class _TextOfHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.within and (tag in _UNREAD or ("class", _PERMALINK) in attrs):
            self.within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.within:
            self.within = ""

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """Return the words of an HTML fragment, separated by single spaces."""
    parser = _TextOfHtml()
    parser.feed(html)
    parser.close()
    return " ".join(" ".join(parser.parts).split())

"""Conversion of HTML to plain text, for search."""

from html.parser import HTMLParser

_IGNORED_TAGS = frozenset({"script", "style", "template"})
_PERMALINK = "headerlink"
"""The class of the link that MkDocs adds to each heading."""


class _TextOfHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.ignored_tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.ignored_tag and (tag in _IGNORED_TAGS or ("class", _PERMALINK) in attrs):
            self.ignored_tag = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.ignored_tag:
            self.ignored_tag = ""

    def handle_data(self, data: str) -> None:
        if not self.ignored_tag:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """Return the words of an HTML fragment, separated by single spaces."""
    parser = _TextOfHtml()
    parser.feed(html)
    parser.close()
    return " ".join(" ".join(parser.parts).split())

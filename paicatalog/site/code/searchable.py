"""What of a page is searched: all but what the attribute `data-search-exclude` leaves out, as in Material's search."""

from html.parser import HTMLParser

_EXCLUDED = "data-search-exclude"
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_VOID = frozenset(["br", "hr", "img", "input", "source", "wbr"])


def searchable(html: str) -> str:
    """Return HTML without the elements that have the attribute, and without the sections whose heading has it."""
    if _EXCLUDED not in html:
        return html
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return "".join(parser.kept)


class _Parser(HTMLParser):
    """Keep the source of what is not excluded."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.in_section = False
        """Whether the heading of the present section is excluded."""
        self.element = ""
        """The name of the present excluded element, or ""."""
        self.depth = 0
        """The number of open elements of that name within it, itself included."""

    def _keep(self, source: str) -> None:
        if not self.in_section and not self.element:
            self.kept.append(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        excluded = any(name == _EXCLUDED for name, _ in attrs)
        if tag in _HEADINGS and not self.element:
            self.in_section = excluded
        elif excluded and not self.element:
            if tag in _VOID:
                return
            self.element = tag
        self.depth += tag == self.element
        self._keep(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if not any(name == _EXCLUDED for name, _ in attrs):
            self._keep(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._keep(f"</{tag}>")
        if tag == self.element:
            self.depth -= 1
            self.element = tag if self.depth else ""

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

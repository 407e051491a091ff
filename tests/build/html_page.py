"""A page as a program reads it: elements, attributes, text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
OPTIONAL_END = frozenset(["li", "dt", "dd", "p", "td", "th", "tr", "thead", "tbody", "option", "optgroup", "colgroup"])


@dataclass
class HtmlPage(HTMLParser):
    """What stands in an HTML file."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    """What would run: the text of each script element that is no data, with its source."""
    texts: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "HtmlPage":
        page = cls()
        page.feed(path.read_text(encoding="utf-8"))
        page.close()
        return page

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name.removeprefix("xlink:"): value or "" for name, value in attrs}  # of links in SVG
        self.elements.append((tag, attributes))
        self.runs = tag == "script" and "json" not in attributes.get("type", "")
        if self.runs:
            self.scripts.append(attributes.get("src", ""))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.runs = False
        while self.unclosed and self.unclosed[-1] != tag and self.unclosed[-1] in OPTIONAL_END:
            self.unclosed.pop()
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()

    def handle_data(self, data: str) -> None:
        if self.runs:
            self.scripts[-1] += data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]

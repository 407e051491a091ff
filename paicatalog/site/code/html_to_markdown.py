"""Markdown twins: pages converted from HTML to Markdown with the same text and links, for programs that read text.

The twins of components' pages are not converted (`machine/component_markdown.py`): they also list what the HTML shows
only as a graph.
"""

import re
from html.parser import HTMLParser

from paicatalog.site.page import StaticFile
from paicatalog.site.urls.addresses import markdown_url

_IGNORED_TAGS = frozenset(
    {"script", "style", "template", "noscript", "svg", "form", "button", "select", "input", "label"}
)
_VOID_TAGS = frozenset({"input", "br", "img", "hr", "meta", "link", "wbr", "source", "col"})
_IGNORED_CLASSES = frozenset({"headerlink", "pc-hidden"})
_BLOCKS = frozenset({"p", "div", "section", "article", "nav", "header", "footer", "blockquote", "details", "summary"})
_LISTS = frozenset({"ul", "ol"})
_OTHER_BLOCKS = frozenset({"dl", "dt", "table", "thead", "tbody"})
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "kbd": "`"}
_SPECIAL = re.compile(r"[\\`*\[\]<|]")
_BACKTICKS = re.compile("`+")
_SPACE = re.compile(r"\s+")


def page_twin(url: str, html: str, markdown: str = "") -> StaticFile:
    """Return the Markdown twin of the page at `url`: `markdown` if it is given, else `html` converted.

    Relative links stay unchanged, since the twin is in the same folder as the page.
    """
    return StaticFile(markdown_url(url), f"{markdown or markdown_of(html)}\n".encode("utf-8", "replace"))


def escaped(text: str) -> str:
    """Return `text` with the characters escaped that have a meaning in Markdown."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def fenced(text: str, language: str = "") -> str:
    """Return a fenced code block whose fence is longer than any in `text`."""
    fence = "`" * max(3, *(len(run) + 1 for run in _BACKTICKS.findall(text)), 0)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def markdown_of(html: str) -> str:
    """Return an HTML fragment as Markdown."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    lines = (line.rstrip() for line in "".join(writer.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.ignored_depth = 0
        """Depth of nesting within an element that is left out; 0 outside."""
        self.links: list[str] = []
        self.lists = 0
        self.pre: int | None = None
        """Index in `parts` at which the text of the present code block begins; None outside of one."""
        self.in_code = self.after_span = False
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.ignored_depth or tag in _IGNORED_TAGS or "hidden" in given or _IGNORED_CLASSES & _classes(given):
            self.ignored_depth += tag not in _VOID_TAGS
        elif tag == "a":
            self.links.append(given.get("href") or "")
            self.parts.append("[" if self.links[-1] else "")
        else:
            self._start_element(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.ignored_depth:
            self.ignored_depth -= 1
        elif tag == "a" and self.links:
            address = self.links.pop()
            self.parts.append(f"]({address})" if address else "")
        else:
            self._end_element(tag)

    def handle_data(self, data: str) -> None:
        self.after_span = False
        if self.ignored_depth:
            return
        if self.pre is not None:
            self.parts.append(data)
            return
        text = _SPACE.sub(" ", data)
        if text.startswith(" ") and self._at_start():
            text = text[1:]
        self.parts.append(text if self.in_code else escaped(text))

    def _start_element(self, tag: str) -> None:
        if tag == "pre":
            self.pre = len(self.parts)
        elif tag in _MARKS and self.pre is None:
            self.parts.append(_MARKS[tag])
            self.in_code = self.in_code or _MARKS[tag] == "`"
        elif tag == "span":
            # Styles separate neighboring spans.
            self.parts.append(" " if self.after_span and not self._at_start() else "")
        elif re.fullmatch("h[1-6]", tag):
            self.parts.append(f"\n\n{'#' * int(tag[1])} ")
        elif tag == "li":
            self.parts.append(f"\n{'  ' * (self.lists - 1)}- ")
        elif tag == "br":
            self.parts.append(" " if self.pre is None else "\n")
        elif tag == "dd":
            self.parts.append(": ")
        elif tag in ("td", "th"):
            self.parts.append(" " if self.cells else "| ")
            self.cells += 1
        elif tag == "tr":
            self.parts.append("\n")
            self.cells = 0
        elif tag in _BLOCKS | _LISTS | _OTHER_BLOCKS:
            self._block(opens=tag in _LISTS)

    def _end_element(self, tag: str) -> None:
        if tag == "pre" and self.pre is not None:
            text = "".join(self.parts[self.pre :]).strip("\n")
            self.parts[self.pre :] = [f"\n\n{fenced(text)}\n\n"]
            self.pre = None
        elif tag == "span":
            self.after_span = True
        elif tag in _MARKS and self.pre is None:
            self.parts.append(_MARKS[tag])
            self.in_code = self.in_code and _MARKS[tag] != "`"
        elif re.fullmatch("h[1-6]", tag):
            self.parts.append("\n\n")
        elif tag in ("td", "th"):
            self.parts.append("|" if self._at_start() else " |")
        elif tag == "thead":
            self.parts.append(f"\n|{' --- |' * self.cells}")
        elif tag in (_BLOCKS | _LISTS | _OTHER_BLOCKS) - {"dt"}:
            self.lists -= tag in _LISTS
            self.cells = 0 if tag == "table" else self.cells
            self._block()

    def _block(self, *, opens: bool = False) -> None:
        """Begin a paragraph; within a list or a table, which need one line for each entry, a space."""
        if not self.lists and not self.cells:
            self.parts.append("\n\n")
        elif not self._at_start():
            self.parts.append(" ")
        self.lists += opens

    def _at_start(self) -> bool:
        last = next((part for part in reversed(self.parts) if part), "\n")
        return last.endswith(("\n", " ", "["))


def _classes(given: dict[str, str | None]) -> set[str]:
    return set((given.get("class") or "").split())

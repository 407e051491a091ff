"""Markdown twins: pages converted from HTML to Markdown with the same text and links, for programs that read text.

The twins of components' pages are not converted (`machine/component_markdown.py`): they also list what the HTML shows
only as a graph.
"""

import re
from html.parser import HTMLParser

from paicatalog.publishing.markdown_text import code_span, escaped, fenced, markdown_link
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
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_CODE = frozenset({"code", "kbd"})


def page_twin(url: str, html: str, markdown: str = "") -> StaticFile:
    """Return the Markdown twin of the page at `url`: `markdown` if it is given, else `html` converted.

    Relative links stay unchanged, since the twin is in the same folder as the page.
    """
    return StaticFile(markdown_url(url), f"{markdown or markdown_of(html)}\n".encode("utf-8", "replace"))


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
        self.links: list[tuple[str, int]] = []
        """The URL of each open link, and the index in `parts` at which its text begins."""
        self.lists = 0
        self.pre: int | None = None
        """Index in `parts` at which the text of the present code block begins; None outside of one."""
        self.code: int | None = None
        """As `pre`, of the present inline code."""
        self.after_span = False
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.ignored_depth or tag in _IGNORED_TAGS or "hidden" in given or _IGNORED_CLASSES & _classes(given):
            self.ignored_depth += tag not in _VOID_TAGS
        elif tag == "a":
            self.links.append((given.get("href") or "", len(self.parts)))
        else:
            self._start_element(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.ignored_depth:
            self.ignored_depth -= 1
        elif tag == "a" and self.links:
            self._end_link(*self.links.pop())
        else:
            self._end_element(tag)

    def handle_data(self, data: str) -> None:
        self.after_span = False
        if self.ignored_depth:
            return
        if self.pre is not None or self.code is not None:
            self.parts.append(data)
            return
        at_start = self._at_start()
        self.parts.append(escaped(data.lstrip() if at_start else data, start=at_start))

    def _start_element(self, tag: str) -> None:
        if tag == "pre":
            self.pre = len(self.parts)
        elif tag in _CODE and self.pre is None and self.code is None:
            self.code = len(self.parts)
        elif tag in _MARKS and self.pre is None and self.code is None:
            self.parts.append(_MARKS[tag])
        elif tag == "span" and self.pre is None:
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

    def _end_link(self, address: str, start: int) -> None:
        """End a link. One without text, such as the anchor of a line of code, is left out."""
        text = "".join(self.parts[start:])
        if address and text.strip() and self.pre is None and self.code is None:
            self.parts[start:] = [markdown_link(text, address)]

    def _end_element(self, tag: str) -> None:
        if tag == "pre" and self.pre is not None:
            text = "".join(self.parts[self.pre :]).strip("\n")
            self.parts[self.pre :] = [f"\n\n{fenced(text)}\n\n"]
            self.pre = None
        elif tag == "span":
            self.after_span = True
        elif tag in _CODE and self.code is not None:
            text = "".join(self.parts[self.code :])
            self.parts[self.code :] = [code_span(text, in_cell=bool(self.cells))] if text.strip() else []
            self.code = None
        elif tag in _MARKS and self.pre is None and self.code is None:
            self.parts.append(_MARKS[tag])
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

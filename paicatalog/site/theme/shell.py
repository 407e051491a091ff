"""The theme around a page: rendered once for each depth of address, then filled in.

A theme's template costs more than everything else on a generated page. Only five things differ between two
pages of one depth: title, description, address, content and what more stands in the head. So the theme renders one
page with marks in their place, and each page is a few string concatenations.
"""

import html
import re
from dataclasses import dataclass

from paicatalog.site.page import Page

TITLE = "pcmarktitle"
DESCRIPTION = "pcmarkdescription"
HEAD_END = "</head>"
CONTENT = '<div id="pc-content" class="pc-mark"><h1></h1></div>'
"""The content mark holds a heading because some themes add one of their own to a page without."""


def framed(html: str) -> str:
    """Return a page's content in the element that styles and "skip to content" know it by."""
    return f'<div id="pc-content" class="pc">{html}</div>'


def shell_url(depth: int) -> str:
    """Return the address of the page that the theme renders as the shell of a depth."""
    return "/".join(["pcmarkurl", *["x"] * (depth - 1)]) + "/"


def depth_of(url: str) -> int:
    """Return how many folders an address is below the site's root."""
    return url.count("/")


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered theme page, cut at its marks."""

    pieces: tuple[str, ...]
    """Texts and marks in turn, beginning with a text."""

    @classmethod
    def cut(cls, rendered: str, *, depth: int) -> "Shell":
        """Cut the theme's output at the marks; raises ValueError where the theme did not print the content."""
        if CONTENT not in rendered:
            raise ValueError("the theme printed no content on the catalog's pages")
        marks = (CONTENT, TITLE, DESCRIPTION, HEAD_END, shell_url(depth))
        return cls(tuple(re.split("(" + "|".join(map(re.escape, marks)) + ")", rendered)))

    def fill(self, page: Page) -> str:
        """Return the whole HTML of a page."""
        values = {
            CONTENT: framed(page.html),
            TITLE: html.escape(page.title),
            DESCRIPTION: html.escape(page.description),
            HEAD_END: f"{page.head}{HEAD_END}",
        }
        return "".join(piece if at % 2 == 0 else values.get(piece, page.url) for at, piece in enumerate(self.pieces))

"""The shell: a page of the theme, rendered once for each depth of URL and then filled with the content of pages.

Rendering a theme's template takes longer than everything else on a generated page. Pages of one depth differ only in
title, description, URL, content and additional elements in the head. The theme renders one page with marks in their
places, and each page is then made by a few string concatenations.
"""

import html
import json
import re
from dataclasses import dataclass

from paicatalog.site.page import Page
from paicatalog.site.theme.language import language_attributes

TITLE = "pcmarktitle"
DESCRIPTION = "pcmarkdescription"
TITLE_IN_SCRIPT = "pcmarkscripttitle"
DESCRIPTION_IN_SCRIPT = "pcmarkscriptdescription"
"""The marks within a string of a script, such as JSON-LD, where HTML is not unescaped."""
HEAD_END = "</head>"
CONTENT = '<div id="pc-content" class="pc-mark"><h1></h1></div>'
"""The mark of the content. It contains a heading because some themes add one to a page without headings."""
_CHANGED_CONTENT = re.compile(r"<div\b[^<>]*\bpc-mark\b[^<>]*>.*?</div\s*>", re.DOTALL | re.IGNORECASE)
"""The mark of the content, however a plugin that minifies or parses HTML wrote it."""
_UNQUOTED = re.compile(r"(?P<name>\s[\w:-]+)=(?P<value>[^\s\"'<>=]*pcmark[^\s\"'<>]*)(?=[\s>])")
"""A mark in an attribute without quotes, which a title with spaces needs."""
_OTHER_HEAD_END = re.compile(r"</head\s*>|(?=<body\b)", re.IGNORECASE)


def framed(html: str) -> str:
    """Return a page's content in the element that styles and the link "skip to content" select."""
    return f'<div id="pc-content" class="pc" {language_attributes()}>{html}</div>'


def with_head(whole: str, head: str) -> str:
    """Return the HTML of a page that the theme rendered with further elements in its head."""
    return whole.replace(HEAD_END, f"{head}{HEAD_END}", 1)


def shell_url(depth: int) -> str:
    """Return the URL of the page that the theme renders as the shell of a depth."""
    return "/".join(["pcmarkurl", *["x"] * (depth - 1)]) + "/"


def is_shell(url: str) -> bool:
    """Return whether a URL is that of a page that the theme renders as a shell."""
    return url.startswith(shell_url(1))


def depth_of(url: str) -> int:
    """Return the number of folders in a URL relative to the site's root."""
    return url.count("/")


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered page of the theme, split at its marks."""

    pieces: tuple[str, ...]
    """Alternating texts and marks, beginning with a text."""

    @classmethod
    def cut(cls, rendered: str, *, depth: int) -> "Shell":
        """Split the theme's output at the marks. Raises ValueError if it does not contain the content mark."""
        rendered, found = _CHANGED_CONTENT.subn(lambda _: CONTENT, rendered, count=1)
        if not found:
            raise ValueError("the theme and the other plugins left no content on the catalog's pages")
        rendered = _UNQUOTED.sub(r'\g<name>="\g<value>"', rendered)
        if HEAD_END not in rendered:
            rendered = _OTHER_HEAD_END.sub(HEAD_END, rendered, count=1)
        marks = (CONTENT, TITLE, DESCRIPTION, TITLE_IN_SCRIPT, DESCRIPTION_IN_SCRIPT, HEAD_END, shell_url(depth))
        return cls(tuple(re.split("(" + "|".join(map(re.escape, marks)) + ")", rendered)))

    def fill(self, page: Page) -> str:
        """Return the whole HTML of a page."""
        values = {
            CONTENT: framed(page.html),
            TITLE: html.escape(page.title),
            DESCRIPTION: html.escape(page.description),
            TITLE_IN_SCRIPT: _in_script(page.title),
            DESCRIPTION_IN_SCRIPT: _in_script(page.description),
            HEAD_END: f"{page.head}{HEAD_END}",
        }
        return "".join(piece if at % 2 == 0 else values.get(piece, page.url) for at, piece in enumerate(self.pieces))


def _in_script(text: str) -> str:
    """Return text as it is written within a string of JSON or JavaScript; it cannot end the script element."""
    return json.dumps(text)[1:-1].replace("<", r"\u003c").replace("'", r"\u0027")

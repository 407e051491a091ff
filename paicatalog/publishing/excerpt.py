"""Source lines for reports, without secrets and control characters."""

import re
from collections.abc import Sequence

from paicatalog.protocol.document import Document
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.place import Span
from paicatalog.publishing.decoding import decode
from paicatalog.publishing.masking import found_secrets
from paicatalog.rules.wording import escape_controls

_BREAK = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*")
_HIDDEN = "*"
_MARGIN = 40
_MAXIMUM_WIDTH = 160


def excerpt(document: Document, span: Span) -> tuple[str, int, int]:
    """Return the first line of a span for display, and the columns (from 1, end exclusive) of the span in it.

    Secrets are replaced by `*`; a very long line is cut to the part around the span.
    """
    line = _without_secrets(document, span.line)
    start, end = span.column, span.end_column if span.end_line == span.line else len(line) + 1
    end = min(max(end, start + 1), len(line) + 2)
    if len(line) > _MAXIMUM_WIDTH:
        cut = max(0, start - 1 - _MARGIN)
        line, start, end = line[cut : cut + _MAXIMUM_WIDTH], start - cut, min(end - cut, _MAXIMUM_WIDTH + 1)
    before, marked = escape_controls(line[: start - 1]), escape_controls(line[start - 1 : end - 1])
    return before + marked + escape_controls(line[end - 1 :]), len(before) + 1, len(before) + 1 + max(len(marked), 1)


def _without_secrets(document: Document, number: int) -> str:
    text, starts = _text(document)
    if not 0 < number <= len(starts):
        return ""
    start = starts[number - 1]
    line = _LINE.match(text, start)
    shown, found = line[0] if line else "", found_secrets(document)
    for each in reversed(found.replacements if found else ()):
        first, last = max(each.start - start, 0), min(each.end - start, len(shown))
        if first < last:
            shown = shown[:first] + _HIDDEN * (last - first) + shown[last:]
    return shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@cache_last_result
def _text(document: Document) -> tuple[str, Sequence[int]]:
    """Return the text of a file, and where each of its lines begins."""
    text = decode(document.source).text
    return text, [0, *(match.end() for match in _BREAK.finditer(text))]

"""Text in Markdown that stays text, whatever is in it."""

import re

from paicatalog.rules.wording import escape_controls

_MEANING = re.compile(r"([\\`*_\[\]<>~&$@|]|:(?=//)|(?<=www)\.|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
"""What means something to CommonMark, to GitHub (`@name`, `$x$`, addresses), or at the beginning of a line."""
_CODE = re.compile(r"`([^`\n]+)`")
_TICKS = re.compile(r"`+")


def plain_markdown(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _MEANING.sub(r"\\\1", _one_line(text))


def sentence_markdown(text: str) -> str:
    """Return a sentence of ours on one line: what stands in backticks is code, all else is text."""
    parts = _CODE.split(text)
    return "".join(code_span(part) if at % 2 else _kept_ends(part) for at, part in enumerate(parts))


def code_span(text: str) -> str:
    """Return text on one line as code within a sentence."""
    line = _one_line(text)
    if not line:
        return "(empty)"
    ticks = "`" * (max(map(len, _TICKS.findall(line)), default=0) + 1)
    room = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{ticks}{room}{line}{room}{ticks}"


def fence(code: str) -> str:
    """Return the line that may begin and end a block of code: longer than any in it."""
    return "`" * max(3, max(map(len, _TICKS.findall(code)), default=0) + 1)


def _one_line(text: str) -> str:
    return " ".join(escape_controls(text.replace("\n", " ")).split())


def _kept_ends(text: str) -> str:
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{plain_markdown(text)}{after}"

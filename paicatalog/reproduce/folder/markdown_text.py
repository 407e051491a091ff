"""Escaping of text for Markdown."""

import re

from paicatalog.rules.wording import escape_controls

_SPECIAL = re.compile(r"([\\`*_\[\]<>~&$@|]|:(?=//)|(?<=www)\.|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
"""Characters that are special to CommonMark, to GitHub (`@name`, `$x$`, URLs), or at the start of a line."""
_CODE = re.compile(r"`([^`\n]+)`")
_TICKS = re.compile(r"`+")


def plain_markdown(text: str) -> str:
    """Return text on one line, escaped so that Markdown shows it literally."""
    return _SPECIAL.sub(r"\\\1", _one_line(text))


def sentence_markdown(text: str) -> str:
    """Return a sentence on one line, with text in backticks as code and everything else escaped."""
    parts = _CODE.split(text)
    return "".join(code_span(part) if at % 2 else _plain_part(part) for at, part in enumerate(parts))


def code_span(text: str) -> str:
    """Return text on one line as inline code."""
    line = _one_line(text)
    if not line:
        return "(empty)"
    ticks = "`" * (max(map(len, _TICKS.findall(line)), default=0) + 1)
    padding = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{ticks}{padding}{line}{padding}{ticks}"


def fence(code: str) -> str:
    """Return a code fence that is longer than any run of backticks in the code."""
    return "`" * max(3, max(map(len, _TICKS.findall(code)), default=0) + 1)


def _one_line(text: str) -> str:
    return " ".join(escape_controls(text.replace("\n", " ")).split())


def _plain_part(text: str) -> str:
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{plain_markdown(text)}{after}"

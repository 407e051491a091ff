"""Escaping of text for Markdown: CommonMark with tables and strikethrough, and what GitHub adds to it."""

import re

from paicatalog.rules.wording import escape_controls

_SPECIAL = r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?(?:\w|\Z))|(?<!\S)#|!\Z"
"""Characters with a meaning anywhere, also before what follows the text. Underscores within a word have none."""
_START_OF_LINE = r"^[+=>-]|(?<=^\d)[.)]" + "".join(rf"|(?<=^\d{{{digits}}})[.)]" for digits in range(2, 10))
"""Characters with a meaning at the start of a line: lists, quotes, underlined headings."""
_OF_GITHUB = r"[&>@$]|:(?=//)|(?<=www)\."
"""Characters with a meaning on GitHub: `@name`, `$x$`, URLs."""
_ANYWHERE = re.compile(f"({_SPECIAL})")
_AT_START = re.compile(f"({_SPECIAL}|{_START_OF_LINE})")
_ALL = re.compile(f"({_SPECIAL}|{_START_OF_LINE}|{_OF_GITHUB})")
_CODE = re.compile(r"`([^`\n]+)`")
_SPACE = re.compile(r"\s+")
_TICKS = re.compile(r"`+")
_SAFE_LINK = re.compile(r"(?:https?|mailto):|[^:]*(?:[/?#]|$)", re.IGNORECASE)
"""The start of an address that opens a page, relative ones included."""
_NOT_IN_LINK = re.compile(r"[\s<>()\[\]\\`|\x00-\x1f]|&(?=#?\w+;)")


def escaped(text: str, *, start: bool = True) -> str:
    """Return text on one line, escaped so that Markdown shows it literally; a line may begin with it if `start`."""
    return (_AT_START if start else _ANYWHERE).sub(r"\\\1", _SPACE.sub(" ", text))


def plain_markdown(text: str) -> str:
    """Return text on one line, escaped so that Markdown shows it literally, on GitHub too."""
    return _ALL.sub(r"\\\1", _one_line(text))


def sentence_markdown(text: str, *, in_cell: bool = False) -> str:
    """Return a sentence on one line, with text in backticks as code and everything else escaped."""
    parts = _CODE.split(text)
    return "".join(
        code_span(part, in_cell=in_cell) if at % 2 else _plain_part(part, first=not at) for at, part in enumerate(parts)
    )


def code_span(text: str, *, in_cell: bool = False) -> str:
    r"""Return text on one line as inline code.

    In a cell of a table, `|` ends the cell even in code. GitHub reads `\\|` there as an escaped backslash and the end
    of the cell, other programs do not; after a backslash, `|` is therefore written outside of the code.
    """
    line = _one_line(text)
    if not line:
        return "(empty)"
    if in_cell and "\\|" in line:
        return r"\|".join(_code_with_space(part) for part in line.split("|"))
    ticks = "`" * (max(map(len, _TICKS.findall(line)), default=0) + 1)
    padding = " " if line[0] == "`" or line[-1] == "`" else ""
    code = f"{ticks}{padding}{line}{padding}{ticks}"
    return code.replace("|", "\\|") if in_cell else code


def _code_with_space(text: str) -> str:
    before, after = " " * text.startswith(" "), " " * text.endswith(" ")
    return f"{before}{code_span(text)}{after}" if text.strip() else text


def markdown_link(text: str, address: str) -> str:
    """Return a link around Markdown, or only that if the address does not open a page."""
    if not _SAFE_LINK.match(address):
        return text
    return f"[{text}]({_NOT_IN_LINK.sub(_quoted, address)})"


def fence(code: str) -> str:
    """Return a code fence that is longer than any run of backticks in the code."""
    return "`" * max(3, max(map(len, _TICKS.findall(code)), default=0) + 1)


def fenced(text: str, language: str = "") -> str:
    """Return a fenced code block."""
    mark = fence(text)
    return f"{mark}{language}\n{text.rstrip()}\n{mark}"


def _quoted(found: re.Match[str]) -> str:
    return "&amp;" if found[0] == "&" else "".join(f"%{byte:02X}" for byte in found[0].encode())


def _one_line(text: str) -> str:
    return " ".join(escape_controls(text.replace("\n", " ")).split())


def _plain_part(text: str, *, first: bool) -> str:
    before = " " if text[:1].isspace() and not first else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{plain_markdown(text)}{after}"

"""Code to copy: text in pieces, of which a form on the page may refill those that stand for a name."""

import re
from dataclasses import dataclass, replace

from paicatalog.protocol.template.render import Segment
from paicatalog.reproduce.shell.word import shell_word

Code = tuple[Segment, ...]
"""The texts joined are the code; a segment's `reference`, such as `$parameters.lr`, is what it stands for."""


@dataclass(frozen=True, slots=True)
class ShellValue(Segment):
    """A value as a word of bash: refilled, it is quoted again."""


@dataclass(frozen=True, slots=True)
class YamlValue(Segment):
    """A value as a scalar of YAML: refilled, it is written on one line, and keeps the kind of quotes it had."""


def literal(text: str) -> Code:
    """Return text that stands for itself."""
    return (Segment(text),) if text else ()


def shell_value(text: str, reference: str) -> Code:
    """Return a value as a word of bash."""
    return (ShellValue(shell_word(text), reference),)


def plain(code: Code) -> str:
    """Return the code as text."""
    return "".join(segment.text for segment in code)


def joined(*parts: Code | str) -> Code:
    """Return the parts one after the other."""
    return tuple(segment for part in parts for segment in (literal(part) if isinstance(part, str) else part))


def indented(code: Code, spaces: int) -> Code:
    """Return the code with spaces before each line that holds anything; no piece that stands for a name changes."""
    pad, parts, fresh = " " * spaces, [], True
    for segment in code:
        if not segment.text:
            continue
        if fresh and not segment.text.startswith("\n"):
            parts.append(Segment(pad))
        parts.append(replace(segment, text=re.sub(r"\n(?=[^\n])", f"\n{pad}", segment.text)))
        fresh = segment.text.endswith("\n")
    return tuple(parts)

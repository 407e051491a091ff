"""Code to copy, as text segments. The form on a job's page replaces the segments that have a reference."""

import re
from dataclasses import dataclass, replace

from paicatalog.protocol.template.render import Segment
from paicatalog.reproduce.shell.word import shell_word

Code = tuple[Segment, ...]
"""The joined texts are the code. A segment's `reference`, such as `$parameters.lr`, names the value it contains."""


@dataclass(frozen=True, slots=True)
class ShellValue(Segment):
    """A value as a word of bash. A new value is quoted in the same way."""


@dataclass(frozen=True, slots=True)
class YamlValue(Segment):
    """A value as a YAML scalar. A new value is written on one line, with the same kind of quotes."""


def literal(text: str) -> Code:
    """Return text as code without references."""
    return (Segment(text),) if text else ()


def shell_value(text: str, reference: str) -> Code:
    """Return a value as a word of bash, with its reference."""
    return (ShellValue(shell_word(text), reference),)


def plain(code: Code) -> str:
    """Return the code as text."""
    return "".join(segment.text for segment in code)


def joined(*parts: Code | str) -> Code:
    """Return the concatenated parts."""
    return tuple(segment for part in parts for segment in (literal(part) if isinstance(part, str) else part))


def indented(code: Code, spaces: int) -> Code:
    """Return the code with each non-empty line indented. Each segment keeps its reference."""
    pad, parts, fresh = " " * spaces, [], True
    for segment in code:
        if not segment.text:
            continue
        if fresh and not segment.text.startswith("\n"):
            parts.append(Segment(pad))
        parts.append(replace(segment, text=re.sub(r"\n(?=[^\n])", f"\n{pad}", segment.text)))
        fresh = segment.text.endswith("\n")
    return tuple(parts)

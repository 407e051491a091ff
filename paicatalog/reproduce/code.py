"""Code to copy: text in pieces, of which a form on the page may refill those that stand for a name."""

from paicatalog.protocol.template import Segment

Code = tuple[Segment, ...]
"""The texts joined are the code; a segment's `reference`, such as `$parameters.lr`, is what it stands for."""


def literal(text: str) -> Code:
    """Return text that stands for itself."""
    return (Segment(text),) if text else ()


def plain(code: Code) -> str:
    """Return the code as text."""
    return "".join(segment.text for segment in code)


def joined(*parts: Code | str) -> Code:
    """Return the parts one after the other."""
    return tuple(segment for part in parts for segment in (literal(part) if isinstance(part, str) else part))

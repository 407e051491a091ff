"""Text from Git: names and subjects, which anybody can write, as one line of limited length."""

import re

_NOT_SHOWN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that change the direction of the text after them (Unicode Standard Annex 9)."""
_REPLACEMENT = "\ufffd"


_LONGEST = 2_000
"""Characters that are read. What is shown is shorter, and cut only after secrets were masked in it: of a token that
has been cut before, the rest would not be recognized."""


def one_line(written: bytes) -> str:
    """Return `written` as one line of limited length.

    Bytes that are not UTF-8, control characters and controls of the writing direction become U+FFFD, white space
    becomes single spaces.
    """
    words = " ".join(written.decode("utf-8", "replace").split())
    return _NOT_SHOWN.sub(_REPLACEMENT, words[:_LONGEST])


def shortened(text: str, longest: int) -> str:
    """Return `text` with at most `longest` characters, cut with an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}\u2026"

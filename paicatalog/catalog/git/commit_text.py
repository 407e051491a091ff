"""Text from Git: names and subjects, which anybody can write, as one line of limited length."""

import re

_NOT_SHOWN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that change the direction of the text after them (Unicode Standard Annex 9)."""
_REPLACEMENT = "\ufffd"


def one_line(written: bytes, *, longest: int) -> str:
    """Return `written` as one line of at most `longest` characters, cut with an ellipsis.

    Bytes that are not UTF-8, control characters and controls of the writing direction become U+FFFD, white space
    becomes single spaces.
    """
    words = " ".join(written.decode("utf-8", "replace").split())
    text = _NOT_SHOWN.sub(_REPLACEMENT, words[: longest + 1])
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}\u2026"

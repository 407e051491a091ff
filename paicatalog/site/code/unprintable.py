"""Characters that are not allowed in HTML or XML, or cannot be encoded in UTF-8."""

import re

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_SUSPICIOUS_BYTES = {*range(0x20), 0x7F, 0xC2, 0xED, 0xEF, *range(0xF0, 0xF5)} - {*b"\t\n\r"}
"""First bytes of forbidden characters in UTF-8; few texts contain any of these bytes."""
_ALLOWED_BYTES = bytes(byte for byte in range(256) if byte not in _SUSPICIOUS_BYTES)


def clean(text: str) -> str:
    """Return `text` with each control character, lone surrogate and noncharacter replaced by U+FFFD.

    All of them can be written as escapes in YAML. A page that contains one is not valid HTML, a feed is not XML, and a
    lone surrogate cannot be written to a file.
    """
    if not text.encode("utf-8", "surrogatepass").translate(None, _ALLOWED_BYTES):
        return text
    return _FORBIDDEN.sub("\ufffd", text)


def survives_html(text: str) -> bool:
    """Return whether `text` is unchanged after parsing HTML, which turns carriage returns into line feeds."""
    return "\r" not in text and clean(text) == text

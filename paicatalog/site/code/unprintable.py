"""Characters that HTML, XML and UTF-8 cannot carry."""

import re

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_SUSPICIOUS = {*range(0x20), 0x7F, 0xC2, 0xED, 0xEF, *range(0xF0, 0xF5)} - {*b"\t\n\r"}
"""Bytes of UTF-8 that a forbidden character begins with; few texts have any."""
_HARMLESS = bytes(byte for byte in range(256) if byte not in _SUSPICIOUS)


def clean(text: str) -> str:
    """Return `text` with each control character, lone surrogate and noncharacter replaced by U+FFFD.

    YAML can write all of them as escapes. A page that holds one is no valid HTML, a feed no XML, and a lone
    surrogate cannot even be written to a file.
    """
    if not text.encode("utf-8", "surrogatepass").translate(None, _HARMLESS):
        return text
    return _FORBIDDEN.sub("\ufffd", text)


def carries(text: str) -> bool:
    """Return whether HTML gives `text` back as it is: browsers turn carriage returns into line feeds."""
    return "\r" not in text and clean(text) == text

"""Comparison of names as people and file systems compare them."""

import unicodedata
from functools import lru_cache


def look(text: str) -> str:
    """Return the same text for names that differ only in case, in form, or in characters that look the same.

    Case and form (NFC or NFD) are those that file systems of macOS and Windows do not tell apart. Characters that look
    like one of ASCII (Unicode Technical Standard 39, for example the Cyrillic U+0430) count as it, invisible ones not
    at all. Characters of ASCII are not mistaken for each other: `l1` and `ll` are two names.
    """
    if text.isascii():
        return text.lower()
    normal = unicodedata.normalize("NFKC", text)
    visible = (char for char in normal if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", "".join(map(_in_ascii, visible)).casefold())


@lru_cache(maxsize=4_096)
def _in_ascii(char: str) -> str:
    """Return the character of ASCII that `char` looks like, else `char`."""
    if char.isascii():
        return char
    # Reading the table takes longer than all else, and few catalogs have names outside ASCII.
    from confusable_homoglyphs.confusables import is_confusable  # type: ignore[import-untyped] # noqa: PLC0415 (it has no types)

    found = is_confusable(char, greedy=True) or [{"homoglyphs": []}]
    return next((each["c"] for each in found[0]["homoglyphs"] if each["c"].isascii()), char)

"""The ways in which a text repeats a secret: URL-encoded, escaped for JSON or HTML, as hexadecimal or Base64."""

import html
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

SHORTEST = 6
"""The shortest text, in characters, whose repetitions are searched; a shorter one may be any word."""
LONGEST = 64
"""The longest text that is searched as a whole. A longer one is searched in pieces, so that searching takes linear
time."""


def spellings(value: str) -> Iterator[str]:
    """Yield the texts, each on one line and of at most 64 characters, that give away a secret."""
    for line in {value, *value.splitlines(), " ".join(value.split())}:
        word = line.strip()
        if len(word) >= SHORTEST and "\n" not in word:
            for spelled in {word, *_escaped(word), word.encode("utf-8", "replace").hex()}:
                yield from _pieces(spelled)
    if len(value) >= SHORTEST:
        for encoded in _base64(value.encode("utf-8", "replace")):
            yield from _pieces(encoded)


def _escaped(word: str) -> Iterator[str]:
    text = word.encode("utf-8", "replace").decode()
    yield from (quote(text, safe=""), quote(text), quote_plus(text), html.escape(text), html.escape(text, quote=False))
    yield from (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1])


def _base64(value: bytes) -> Iterator[str]:
    """Yield what the Base64 of every text that contains `value` contains, whatever stands before and after it.

    Four letters of Base64 are three bytes, so this depends only on the number of bytes before it, modulo three.
    """
    for before in range(3):
        whole = before + len(value)
        first, last = -(-before * 8 // 6), whole * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            core = encode(b"\0" * before + value).decode("ascii")[first:last]
            if len(core) >= SHORTEST:
                yield core


def _pieces(word: str) -> Iterator[str]:
    """Yield a text in pieces; the last ones overlap, since none is shorter than `SHORTEST`."""
    for start in range(0, len(word), LONGEST):
        if len(word) - start >= SHORTEST:
            yield word[start : start + LONGEST]
        else:
            yield word[-SHORTEST:]

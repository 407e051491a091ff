"""Credentials in a text: tokens of vendors, private keys, and what names, options, headers and URLs give away.

All kinds are found in one pass. A single regular expression finds the signs of all shapes; only where there is one, the
shapes with this sign are tried. Values in YAML can be escaped, so search the values too, not just the file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from paicatalog.rules.command_words import CommandWords
from paicatalog.rules.named_secrets import NAMED_SECRETS
from paicatalog.rules.token_shape import Shape
from paicatalog.rules.vendor_tokens import VENDOR_TOKENS


@dataclass(frozen=True, slots=True)
class Token:
    """A credential in a text."""

    kind: str
    """A description: "a GitHub token"."""
    text: str
    """The secret alone, as the text has it: of a URL, only the password. It may be short, and may be a word that stands
    elsewhere in the text: replace it by its position."""
    start: int
    """Its offset in the searched text."""

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)


SHAPES = (*VENDOR_TOKENS, *NAMED_SECRETS)
"""All shapes; the first that matches names the kind."""


def _shapes_by_sign() -> dict[bytes, list[Shape]]:
    """Return the shapes for each sign in lower case, without signs that begin with another sign."""
    signs = sorted({sign.lower() for shape in SHAPES for sign in shape.signs.split()})
    shortest: list[str] = []
    for sign in signs:
        if not (shortest and sign.startswith(shortest[-1])):
            shortest.append(sign)
    return {
        sign.encode(): [shape for shape in SHAPES if any(each.lower().startswith(sign) for each in shape.signs.split())]
        for sign in shortest
    }


def _alternatives(words: Iterable[str]) -> str:
    """Return a regular expression for any of the words, in sorted order: a branch for each first letter."""
    grouped = {first: [word[1:] for word in group] for first, group in groupby(words, key=lambda word: word[0])}
    return "|".join(
        re.escape(first) + (re.escape(rest[0]) if len(rest) == 1 else f"(?:{_alternatives(rest)})")
        for first, rest in grouped.items()
    )


def _signs() -> re.Pattern[bytes]:
    by_sign = {sign.decode(): shapes for sign, shapes in _BY_SIGN.items()}
    inner = [sign for sign, shapes in by_sign.items() if not sign[0].isalnum() or any(s.within_words for s in shapes)]
    outer = [sign for sign in by_sign if sign not in inner]
    return re.compile(rf"\b(?:{_alternatives(outer)})|{_alternatives(inner)}".encode())


_BY_SIGN = _shapes_by_sign()
_LONGEST_SIGN = max(map(len, _BY_SIGN))
"""How far before the end of a credential the next may begin: a key in Base64 takes the `napi` of `napi_` too."""
_SIGN = _signs()
_ESCAPE = re.compile(rb"\\(?:[xuU/]|\r?\n)")


def may_contain_token(content: bytes) -> bool:
    """Return False if neither a YAML file nor its values can contain a credential."""
    return _SIGN.search(content.lower()) is not None or (b'"' in content and _ESCAPE.search(content) is not None)


def tokens(text: str) -> Iterator[Token]:
    """Yield the credentials in a text by position; they do not overlap."""
    searched = text.encode("latin-1", "replace").lower()  # A byte for each character, so that offsets are the same.
    words = CommandWords(text)
    position = covered = 0
    while sign := _SIGN.search(searched, position):
        position = sign.start() + 1
        if found := _shape_at(text, sign, words):
            shape, (start, end) = found
            inner = None if shape.published else _vendors_shape(text, words, _SIGN.finditer(searched, start, end))
            if end > covered:
                first = max(start, covered)
                yield Token((inner or shape).kind, text[first:end], first)
                covered = end
            position = max(position, end - _LONGEST_SIGN)


def _shape_at(text: str, sign: re.Match[bytes], words: CommandWords) -> tuple[Shape, tuple[int, int]] | None:
    if _any_shape(sign[0]).match(text, sign.start()):
        for shape in _BY_SIGN[sign[0]]:
            if span := shape.span(text, sign.start(), words):
                return shape, span
    return None


@cache
def _any_shape(sign: bytes) -> re.Pattern[str]:
    """Return a regular expression for all shapes with a sign: most signs are none, which one match finds out."""
    return re.compile("|".join(f"(?:{shape.regex})" for shape in _BY_SIGN[sign]), re.ASCII)


def _vendors_shape(text: str, words: CommandWords, signs: Iterable[re.Match[bytes]]) -> Shape | None:
    """Return the shape of a vendor's token among what was found by its name: `TOKEN=ghp_...` is a GitHub token."""
    for sign in signs:
        for shape in _BY_SIGN[sign[0]]:
            if shape.published and shape.span(text, sign.start(), words):
                return shape
    return None

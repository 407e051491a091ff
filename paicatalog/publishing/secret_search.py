"""Search for secrets in any text: texts in the format of a credential, and repetitions of known secrets."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paicatalog.publishing.public_words import public_words
from paicatalog.publishing.replacement import Replacement, replaced
from paicatalog.publishing.spellings import LONGEST, SHORTEST, spellings
from paicatalog.rules.token_shapes import may_contain_token, tokens

INLINE_MASK = "(secret)"
"""The mask where other text repeats a secret. Unlike asterisks, it has no meaning in YAML in any position."""

_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY.*?(?:-----END [A-Z0-9 ]*-----|\Z)", re.DOTALL)
_LOGIN = re.compile(r"://[^/\s:@]*:([^/\s@]+)@")

Interval = tuple[int, int]
"""Start and end of a part of a text."""


@dataclass(frozen=True, slots=True)
class FoundSecrets:
    """The secrets of a text."""

    replacements: tuple[Replacement, ...]
    """In order; they mask the text."""
    search: "SecretSearch"
    """Finds the secrets in other texts."""


class SecretSearch:
    """Finds credentials, and repetitions of some known secrets in any spelling, in time linear in the text."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self.values = frozenset(values)
        if self.values:
            self.values -= public_words()
        self._words: dict[str, set[str]] = {}
        self._lengths: dict[str, list[int]] = {}
        for value in self.values:
            self._add(value)
        for start, words in self._words.items():
            self._lengths[start] = sorted({len(word) for word in words}, reverse=True)

    def intervals(self, text: str) -> tuple[Interval, ...]:
        """Return the parts of `text` that are secret, in order; they neither overlap nor touch."""
        found = [*credentials(text), *self._repetitions(text)]
        return tuple(_merged(found)) if found else ()

    def masked(self, text: str) -> str:
        """Return `text` with each secret part replaced."""
        return replaced(text, (Replacement(start, end, INLINE_MASK) for start, end in self.intervals(text)))

    def masked_excerpt(self, text: str) -> str:
        """Return `text`, of which the end may be cut off, with each secret part and the beginning of one replaced."""
        masked = self.masked(text)
        for at in range(max(len(masked) - LONGEST, 0), len(masked) - SHORTEST + 1):
            rest = masked[at:]
            if any(word.startswith(rest) for word in self._words.get(rest[:SHORTEST], ())):
                return masked[:at] + INLINE_MASK
        return masked

    def _add(self, value: str) -> None:
        for word in spellings(value):
            self._words.setdefault(word[:SHORTEST], set()).add(word)

    def _repetitions(self, text: str) -> Iterator[Interval]:
        words, lengths = self._words, self._lengths
        at, last = 0, len(text) - SHORTEST if words else -1
        while at <= last:
            start = text[at : at + SHORTEST]
            known = words.get(start)
            length = (
                next((len(word) for n in lengths[start] if (word := text[at : at + n]) in known), 0) if known else 0
            )
            if length:
                yield at, at + length
            at += length or 1


def credentials(text: str) -> Iterator[Interval]:
    """Yield the parts of `text` in the format of a credential; of a private key, all of it."""
    if may_contain_token(text.encode("utf-8", "replace")):
        yield from ((token.start, token.start + len(token.text)) for token in tokens(text))
    if "PRIVATE KEY" in text:
        yield from (match.span() for match in _PRIVATE_KEY.finditer(text))


def contains_credential(text: str) -> bool:
    """Return whether any part of `text` has the format of a credential."""
    return next(credentials(text), None) is not None


def secret_parts(text: str) -> Iterator[str]:
    """Yield the credentials in `text`, and the passwords of those that are URLs: other texts may repeat both."""
    for start, end in credentials(text):
        yield text[start:end]
        yield from (match[1] for match in _LOGIN.finditer(text, start, end))


def _merged(intervals: list[Interval]) -> Iterator[Interval]:
    intervals.sort()
    start, end = intervals[0]
    for next_start, next_end in intervals[1:]:
        if next_start > end:
            yield start, end
            start, end = next_start, next_end
        else:
            end = max(end, next_end)
    yield start, end

"""Findings without secrets, for pages, reports and the cache.

The rules have hidden those that they know in messages and hints. This hides all that masking finds in the file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from paicatalog.protocol.finding import Finding
from paicatalog.publishing.secret_search import INLINE_MASK, SecretSearch

_BEGINNING = 32
"""The length, in characters, of the beginning of a secret that gives it away: names are cut."""
_NO_LETTER = re.compile(r"[^a-z0-9]")
_QUOTED = re.compile(r"`([^`]*?)(…?)`")
"""What a message quotes of a file, and the sign that it is cut. Its own words are not masked: each may be a secret."""


def publish_findings(
    findings: Mapping[str, tuple[Finding, ...]], searches: Mapping[str, SecretSearch], paths: Mapping[str, str]
) -> Mapping[str, tuple[Finding, ...]]:
    """Return findings by path; `searches` finds the secrets of files by path, `paths` are those that are replaced."""
    return {
        paths.get(path, path): tuple(_moved(without_secrets(found, searches.get(path)), paths))
        for path, found in findings.items()
    }


def without_secrets(findings: tuple[Finding, ...], search: SecretSearch | None) -> tuple[Finding, ...]:
    """Return the findings of a file without what `search` finds in the parts of it that they quote."""
    if not search or not findings:
        return findings
    quotes = _Quotes(search)
    return tuple([_published(finding, quotes) for finding in findings])


class _Quotes:
    """Masks quotes of a file, which a rule may have changed: cut, or made a valid name."""

    def __init__(self, search: SecretSearch) -> None:
        self.search = search
        letters = [_letters(value) for value in search.values]
        self._letters = SecretSearch([*letters, *(each[:_BEGINNING] for each in letters)])

    def masked(self, text: str) -> str:
        """Return a message without the secrets in its quotes."""
        return _QUOTED.sub(self._masked_quote, text)

    def _masked_quote(self, quote: re.Match[str]) -> str:
        text, cut = quote.groups()
        mask = SecretSearch.masked_excerpt if cut else SecretSearch.masked
        masked, letters = mask(self.search, text), _letters(text)
        if masked == text and mask(self._letters, letters) != letters:
            masked = INLINE_MASK
        return f"`{masked}{cut}`"


def _letters(text: str) -> str:
    """Return what is left of a text in a name that a rule derives from it."""
    return _NO_LETTER.sub("", text.lower())


def _published(finding: Finding, quotes: _Quotes) -> Finding:
    return replace(
        finding,
        message=quotes.masked(finding.message),
        hint=quotes.masked(finding.hint),
        pointer=tuple([quotes.search.masked(step) if isinstance(step, str) else step for step in finding.pointer]),
        related=tuple([replace(each, label=quotes.masked(each.label)) for each in finding.related]),
    )


def _moved(findings: Iterable[Finding], paths: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings with the published paths of their files."""
    for finding in findings:
        if finding.path in paths or any(each.path in paths for each in finding.related):
            related = tuple(replace(each, path=paths.get(each.path, each.path)) for each in finding.related)
            yield replace(finding, path=paths.get(finding.path, finding.path), related=related)
        else:
            yield finding

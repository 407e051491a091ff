"""Splitting of text into search terms. `assets/search.js` splits queries; the two must agree.

A compound such as `resnet50_v2`, `cifar-10` or `--learning-rate` gives its parts, and the whole without separators.
Chinese and Japanese text, which has no spaces, gives every pair of adjacent characters.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_TERM = 40
"""Characters; longer words, such as digests and encoded data, are indexed by their beginning."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_ATOM = rf"[^\W_{_CJK}]+(?:\.\d[^\W_{_CJK}]*)*"
"""Letters and digits; a dot before a digit is included, so that `2.4.1` is one atom."""
_FIND_ATOMS = re.compile(_ATOM)
_COMPOUND = re.compile(rf"[{_CJK}]+|{_ATOM}(?:[-_]+{_ATOM})*")
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{2,})(\d[\d.]*)")
_ACCENTS = re.compile("[\u0300-\u036f]")


def normalized(text: str) -> str:
    """Return `text` in lower case, without accents, and with full-width and other variant forms replaced (NFKD)."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", plain).lower()


def terms(text: str) -> Iterator[str]:
    """Yield the terms of a text in order, with repetitions."""
    for compound in _COMPOUND.findall(normalized(text)):
        yield from _expanded(compound)


def whole_term(text: str) -> str:
    """Return the term for `text` as a whole; "" if it has more than one compound."""
    found = _COMPOUND.findall(normalized(text))
    return "".join(_FIND_ATOMS.findall(found[0]))[:LONGEST_TERM] if len(found) == 1 else ""


class TermCache(dict[str, tuple[str, ...]]):
    """Cache of the terms of words, for splitting many texts, which have most of their words in common."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        found = self[word] = tuple(dict.fromkeys(terms(word)))
        return found

    def of(self, *texts: str) -> set[str]:
        """Return the distinct terms of some texts."""
        words: set[str] = set()
        for text in texts:
            # No term contains white space, so splitting there first gives the same terms.
            words.update((text.lower() if text.isascii() else text).split())
        return set().union(*map(self.__getitem__, words))


def _expanded(compound: str) -> Iterator[str]:
    atoms = _FIND_ATOMS.findall(compound)
    if not atoms:
        yield from (compound[at : at + 2] for at in range(len(compound)))
        return
    for atom in atoms:
        yield atom[:LONGEST_TERM]
        split = _LETTERS_AND_NUMBER.fullmatch(atom)
        if split and len(atom) <= LONGEST_TERM:
            yield from split.groups()
    if len(atoms) > 1:
        yield "".join(atoms)[:LONGEST_TERM]

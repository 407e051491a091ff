"""From text to search terms. `assets/search.js` does the same to what a person types; the two must agree.

A compound such as `resnet50_v2`, `cifar-10` or `--learning-rate` gives its parts and, without the marks between
them, the whole. Chinese and Japanese, written without spaces, give every pair of neighbors.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_TERM = 40
"""Characters; digests and encoded blobs are found by their beginning."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_ATOM = rf"[^\W_{_CJK}]+(?:\.\d[^\W_{_CJK}]*)*"
"""Letters and digits; a dot before a digit belongs to it, so that `2.4.1` is one."""
_FIND_ATOMS = re.compile(_ATOM)
_COMPOUND = re.compile(rf"[{_CJK}]+|{_ATOM}(?:[-_]+{_ATOM})*")
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{2,})(\d[\d.]*)")
_ACCENTS = re.compile("[\u0300-\u036f]")


def normal(text: str) -> str:
    """Return `text` in lower case, without accents, with full-width and other variant forms made plain."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", plain).lower()


def terms(text: str) -> Iterator[str]:
    """Yield the terms of a text, repeated as they come."""
    for compound in _COMPOUND.findall(normal(text)):
        yield from _expanded(compound)


def joined(text: str) -> str:
    """Return the term that stands for `text` as a whole, "" where it is more than one compound."""
    found = _COMPOUND.findall(normal(text))
    return "".join(_FIND_ATOMS.findall(found[0]))[:LONGEST_TERM] if len(found) == 1 else ""


class Terms(dict[str, tuple[str, ...]]):
    """The distinct terms of many texts. Texts share most of their words: each is taken apart once."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        found = self[word] = tuple(dict.fromkeys(terms(word)))
        return found

    def of(self, *texts: str) -> set[str]:
        """Return the distinct terms of some texts."""
        words: set[str] = set()
        for text in texts:
            # No term holds white space, so splitting there first changes nothing.
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

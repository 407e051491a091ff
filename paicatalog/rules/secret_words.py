"""Hiding of secrets in messages: reports and pages are public, and no message may repeat a secret."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.rules.secret_places import is_secret_place, literal_secrets
from paicatalog.rules.token_shapes import tokens

HIDDEN = "******"
_SHORTEST = 6
"""Minimum length in characters: a shorter secret may be any word."""
_QUOTED = re.compile(r"`[^`]*`")
_CUT = "…"
"""The end of a long value that `wording.quote` has cut."""
_STANDARD_TAG = "tag:yaml.org,"
_SIGNS = (b"sec", b"Sec", b"SEC", b"auth")


@cache_last_result
def secret_words(document: Document) -> tuple[str, ...]:
    """Return the literal secrets of a document: each as a whole, on one line as messages quote it, and line by line.

    The longest come first. Secrets that are not text, and short ones, are left out.
    """
    found = set(_lines_of_secrets(document))
    content = document.source.content
    if b"!" in content and any(sign in content for sign in _SIGNS):
        # YAML takes a secret that begins with an exclamation mark for a tag, and error messages quote the tag.
        found.update(_tags(compose_yaml(document.source.text)))
    return tuple(sorted(filter(_is_long, found), key=lambda word: (-len(word), word)))


def secret_nodes(node: Node, path: tuple[str, ...] = ()) -> Iterator[ScalarNode]:
    """Yield the values at secret places."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from secret_nodes(value, (*path, str(key.value)))
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from secret_nodes(item, path)
    elif isinstance(node, ScalarNode) and is_secret_place(path):
        yield node


def without_secrets(findings: Iterable[Finding], words: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield findings with the secrets in their texts hidden. `words` has the secret words of files by path."""
    indexes: dict[str, _Index] = {}
    for finding in findings:
        paths = dict.fromkeys([finding.path, *(each.path for each in finding.related)])
        for path in paths:
            if path not in indexes:
                indexes[path] = _Index(words[path])
        texts = (finding.message, finding.hint, *(each.label for each in finding.related))
        found = {word for path in paths for text in texts for word in indexes[path].words_in(text)}
        known = sorted(found, key=lambda word: (-len(word), word))
        related = tuple(replace(each, label=hide(each.label, known)) for each in finding.related)
        message, hint = hide(finding.message, known), hide(finding.hint, known)
        yield replace(finding, message=message, hint=hint, related=related)


class _Index:
    """An index of secret words, to find those in a text without trying each: there can be thousands."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = frozenset(words)
        self._ordered = sorted(words)
        self._lengths = sorted({len(word) for word in words})
        self._begins = frozenset(word[:_SHORTEST] for word in words)

    def words_in(self, text: str) -> Iterator[str]:
        """Yield the words in a text, and for each cut in the text the word that was most likely cut."""
        starts = range(len(text) - _SHORTEST + 1) if self._words else ()
        for start in [start for start in starts if text[start : start + _SHORTEST] in self._begins]:
            yield from (text[start : start + length] for length in self._lengths if self._holds(text, start, length))
            cut = text.find(_CUT, start)
            at = bisect_left(self._ordered, text[start:cut]) if cut >= start + _SHORTEST else len(self._ordered)
            if at < len(self._ordered) and self._ordered[at].startswith(text[start:cut]):
                yield self._ordered[at]

    def _holds(self, text: str, start: int, length: int) -> bool:
        return text[start : start + length] in self._words


def hide(text: str, words: Iterable[str]) -> str:
    """Return `text` with the given words, beginnings of them before a cut, and credentials hidden."""
    for word in words:
        # Ordinary words are hidden in quotes only, since messages contain words such as "secret" and "password".
        ordinary = word.isalpha() and word.islower()
        text = _QUOTED.sub(partial(_without, word), text) if ordinary else text.replace(word, HIDDEN)
        if _CUT in text and word[:_SHORTEST] in text:
            text = _without_beginning(text, word)
    return without_tokens(text)


def without_tokens(text: str) -> str:
    """Return `text` with all texts in the format of a credential hidden."""
    parts: list[str] = []
    end = 0
    for token in tokens(text):
        parts += [text[end : token.start], HIDDEN]
        end = token.end
    return "".join([*parts, text[end:]])


def _without(word: str, quoted: re.Match[str]) -> str:
    return quoted[0].replace(word, HIDDEN)


def _without_beginning(text: str, word: str) -> str:
    *parts, last = text.split(_CUT)
    for index, part in enumerate(parts):
        known = (length for length in range(len(word), _SHORTEST - 1, -1) if part.endswith(word[:length]))
        if length := next(known, 0):
            parts[index] = part[:-length] + HIDDEN
    return _CUT.join([*parts, last])


def _tags(root: object) -> Iterator[str]:
    for node in secret_nodes(root) if isinstance(root, Node) else ():
        if isinstance(node.tag, str) and not node.tag.startswith(_STANDARD_TAG):
            yield node.tag


def _lines_of_secrets(document: Document) -> Iterator[str]:
    for pointer, value in literal_secrets(document):
        # `password: password` reveals nothing, and messages name its key.
        if isinstance(value, str) and value not in pointer:
            yield from (value, " ".join(value.split()), *map(str.strip, value.splitlines()))


def _is_long(word: str) -> bool:
    return len(word) >= _SHORTEST

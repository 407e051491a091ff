"""Masking in YAML that parses: as YAML reads it, so that no escape, fold or tag hides a secret.

Where the text of a scalar contains a secret as its value does, only the secret is replaced, and quotes and layout stay.
Otherwise (`"\\x67hp_..."`) the whole scalar is replaced by its masked value in quotes.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from yaml.nodes import Node

from paicatalog.protocol.edit.yaml_scalar import yaml_scalar
from paicatalog.protocol.yaml.tags import TAG_PREFIX
from paicatalog.publishing.replacement import Replacement
from paicatalog.publishing.secret_nodes import KeyPath, Scalar, decoded, is_foreign, scalars, text_of
from paicatalog.publishing.secret_search import INLINE_MASK, FoundSecrets, SecretSearch, secret_parts

MASK = "******"

_PROPERTIES = re.compile(r"(?:[&!]\S*+\s++(?:#[^\n]*+\n\s*+)*+)*+")
"""Anchor and tag in front of a scalar, and comments after them."""
_TAG = re.compile(r"(?<!\S)!\S*\s*")
_COMMENT = re.compile(r"(?:^|\s)#")


def secrets_in_yaml(text: str, root: Node, misplaced: Collection[KeyPath] = ()) -> FoundSecrets:
    """Return the secrets of `text`, whose root node is `root`; the values at `misplaced` are secret, too."""
    found = list(scalars(root, misplaced=misplaced))
    search = SecretSearch(_secrets(text, found))
    return FoundSecrets(tuple(_replacements(text, found, search)), search)


def _replacements(text: str, found: Iterable[Scalar], search: SecretSearch) -> Iterator[Replacement]:
    secret = {each.node.start_mark.index for each in found if each.is_secret}
    masking = _Masking(text, search)
    at = 0
    for start, each in sorted({each.node.start_mark.index: each for each in found if each.has_text}.items()):
        begin, end = _content(text, each)
        changes = list(masking.secret(begin, end) if start in secret else masking.scalar(begin, end, each))
        yield from masking.between(at, start)
        yield from masking.properties(start, begin, drop_tag=bool(changes) and not is_foreign(each.node.tag))
        yield from changes
        at = end
    yield from masking.between(at, len(text))


def _secrets(text: str, found: Iterable[Scalar]) -> Iterator[str]:
    yield from secret_parts(text)
    for each in found:
        yield from each.secrets()
        yield from secret_parts(text_of(each.node))


def _content(text: str, scalar: Scalar) -> tuple[int, int]:
    """Return the start and end of a scalar without its anchor and tag, and without the line breaks that follow it."""
    start, end = scalar.node.start_mark.index, scalar.node.end_mark.index
    properties = _PROPERTIES.match(text, start, end)
    begin = properties.end() if properties else start
    return begin, max(begin, start + len(text[start:end].rstrip()))


class _Masking:
    """Masks the parts of one text."""

    def __init__(self, text: str, search: SecretSearch) -> None:
        self._text = text
        self._search = search
        self._numbers: dict[str, int] = {}

    def secret(self, start: int, end: int) -> Iterator[Replacement]:
        """Mask a scalar that is a secret."""
        yield Replacement(start, end, f'"{MASK}"')

    def scalar(self, start: int, end: int, scalar: Scalar) -> Iterator[Replacement]:
        """Mask secrets in a scalar that is none itself."""
        source, value = self._text[start:end], text_of(scalar.node)
        if self._is_encoded_secret(scalar):
            yield Replacement(start, end, INLINE_MASK)
            return
        written, read = self._search.intervals(source), self._search.intervals(value)
        if [_folded(source, *each) for each in written] == [_folded(value, *each) for each in read]:
            for each in written:
                mask = self._name(source[slice(*each)]) if scalar.is_key else INLINE_MASK
                yield Replacement(start + each[0], start + each[1], mask)
        else:
            masked = self._masked_key(value) if scalar.is_key else self._search.masked(value)
            yield Replacement(start, end, yaml_scalar(masked, source))

    def properties(self, start: int, end: int, *, drop_tag: bool) -> Iterator[Replacement]:
        """Mask secrets in the anchor and tag of a scalar, or remove the tag, since a mask is no `!!int`."""
        tag = _TAG.search(self._text, start, end) if drop_tag else None
        if tag is None:
            yield from self.between(start, end)
            return
        yield from self.between(start, tag.start())
        yield Replacement(tag.start(), tag.end(), "")
        yield from self.between(tag.end(), end)

    def between(self, start: int, end: int) -> Iterator[Replacement]:
        """Mask secrets in a part of the text without scalars: comments, anchors, aliases, tags and directives."""
        part = self._text[start:end]
        for at, to in self._search.intervals(part):
            line = part[part.rfind("\n", 0, at) + 1 : at]
            mask = INLINE_MASK if _COMMENT.search(line) else self._name(part[at:to])
            yield Replacement(start + at, start + to, mask)

    def _is_encoded_secret(self, scalar: Scalar) -> bool:
        texts = decoded(scalar.node.value) if scalar.node.tag == f"{TAG_PREFIX}binary" else ()
        return any(self._search.intervals(text) for text in texts)

    def _masked_key(self, key: str) -> str:
        pieces, at = [], 0
        for start, end in self._search.intervals(key):
            pieces += [key[at:start], self._name(key[start:end])]
            at = end
        return "".join([*pieces, key[at:]])

    def _name(self, secret: str) -> str:
        """Return the mask of a secret in a key or anchor: what had different names still has, and valid ones."""
        return f"secret{self._numbers.setdefault(secret, len(self._numbers) + 1)}"


def _folded(text: str, start: int, end: int) -> list[str]:
    return text[start:end].split()

"""The values of a YAML document that are secret because of their place."""

import base64
import binascii
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.diagnosis.near_names import near
from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.yaml.libyaml_parser import Resolved
from paicatalog.protocol.yaml.tags import MERGE, TAG_PREFIX, TagMismatchError, tagged_scalar
from paicatalog.rules.secret_places import SECRET_KEYS, is_literal, is_secret_place

KeyPath = tuple[str, ...]
"""Keys from the root; the items of a list have the list's path, and merged keys that of the mapping they end up in."""

_PUBLIC_LOGIN_KEYS = frozenset(["username", "registryuri", "user", "registry", "uri", "server"])
"""The keys below `auth` whose values are no secrets; the protocol knows only the first two, and `password`."""
_NAMED_BY_USERS = ("taskRoles", "ports")
"""Keys below which keys are names, and may be any word."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar of a document."""

    node: ScalarNode
    path: KeyPath
    is_key: bool = False
    is_hidden: bool = False
    """Whether its place makes it a secret."""

    @property
    def has_text(self) -> bool:
        """Whether anything is written there: an empty scalar is null, and only an anchor or a tag may stand there."""
        return bool(self.node.value or self.node.style)

    @property
    def is_secret(self) -> bool:
        """Whether its place makes it a secret, and it is no placeholder."""
        return self.is_hidden and is_literal(value_of(self.node))

    def secrets(self) -> Iterator[str]:
        """Yield the texts that give away the value: as written, and as read. Empty if it is no secret."""
        if not self.is_hidden:
            return
        if is_foreign(self.node.tag):  # YAML takes a secret that begins with an exclamation mark for a tag.
            yield from (self.node.tag, self.node.tag.removeprefix("!"))
        if self.is_secret and not self._reveals_nothing():
            yield text_of(self.node)
            yield self.node.value
            yield from decoded(self.node.value)

    def _reveals_nothing(self) -> bool:
        """Return whether the value is the name of its key, as in `password: password`."""
        return self.node.value in self.path


def scalars(
    node: Node, path: KeyPath = (), *, is_key: bool = False, misplaced: Collection[KeyPath] = ()
) -> Iterator[Scalar]:
    """Yield the scalars of a document, keys included; one that aliases refer to, once for each of its places.

    `misplaced` are further places whose values are secret: those that were meant to be in a secret place.
    """
    if isinstance(node, ScalarNode):
        yield Scalar(node, path, is_key, not is_key and (path in misplaced or is_hidden_place(path)))
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from scalars(item, path, misplaced=misplaced)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from scalars(key, path, is_key=True, misplaced=misplaced)
            name = text_of(key) if isinstance(key, ScalarNode) else ""
            yield from scalars(value, path if name == MERGE else (*path, name), misplaced=misplaced)


def is_hidden_place(path: KeyPath) -> bool:
    """Return whether a value at `path` is masked: a secret place, or what was most likely meant to be one."""
    if path[-2:-1] and path[-2] in _NAMED_BY_USERS:
        return False
    if is_secret_place(path):
        return True
    for parent, step in zip(("", *path), path, strict=False):
        if step in SECRET_KEYS and parent not in _NAMED_BY_USERS:
            return True
    if "auth" in path:
        return path[-1] not in _PUBLIC_LOGIN_KEYS
    return bool(path) and _resembles_secrets(path[0])


@lru_cache(maxsize=1_000)
def _resembles_secrets(key: str) -> bool:
    return near(key, ("secrets",)) is not None


def value_of(node: ScalarNode) -> object:
    """Return the value of a scalar as YAML reads it; that of `!!binary`, or with an unknown tag, is its text."""
    if isinstance(node.tag, Resolved):
        return node.tag[0]
    try:
        value = tagged_scalar(node.tag.removeprefix(TAG_PREFIX), node.value)
    except (TagMismatchError, KeyError):
        return node.value
    return node.value if isinstance(value, bytes) else value


def text_of(node: ScalarNode) -> str:
    """Return the value of a scalar as text: that of `0x1f` is `31`."""
    value = value_of(node)
    return js_string(value) if isinstance(value, str | int | float) else str(node.value)


def is_foreign(tag: object) -> bool:
    """Return whether a tag is none of YAML's own."""
    return isinstance(tag, str) and not isinstance(tag, Resolved) and not tag.startswith(TAG_PREFIX)


def decoded(text: str) -> Iterator[str]:
    """Yield the text whose Base64 is `text`, if there is one."""
    try:
        yield base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return

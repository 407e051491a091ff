"""Places of a document whose values are secret, and the secrets that are written out there."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer
from paicatalog.rules.document_parts import mapping
from paicatalog.rules.placeholder import is_placeholder
from paicatalog.rules.secret_names import is_secret_name

SECRET_KEYS = frozenset(
    ["secrets", "secret", "Secrets", "Secret", "SECRETS", "secerts", "secert", "sercets", "secrects", "secreta"]
)
"""Keys below which every value is a secret, including misspelled ones."""
_LOGIN = "auth"
_IN_LOGIN = re.compile(r"pas+|pwd|token|secret|key|cred", re.IGNORECASE)
"""What a key below `auth` contains whose value is secret."""


def literal_secrets(document: Document) -> Iterator[tuple[Pointer, object]]:
    """Yield (pointer, value) of each secret that is written out, which placeholders and references are not."""
    if document.keys is None or any(map(_may_be_secret, document.keys)):
        yield from _literals(mapping(document.data), (), "", secret=False)


def is_secret_place(path: Sequence[str | int]) -> bool:
    """Return whether the value at `path` (indices may be left out) is secret: below `secrets`, in a registry login, or
    of a key whose name says so, such as `parameters.db_password`. Misspelled keys count, since their values are secret
    all the same."""
    if path[:1] and path[0] in SECRET_KEYS:
        return True
    keys = [step for step in path if isinstance(step, str)]
    return bool(keys) and _is_secret_key(keys[-1], keys[-2] if len(keys) > 1 else "")


def is_literal(value: object) -> bool:
    """Return whether a value at a secret place is a secret: neither a placeholder, a reference nor a boolean."""
    if value is None or isinstance(value, bool):
        return False
    return not (isinstance(value, str) and is_placeholder(value))


def _may_be_secret(key: str) -> bool:
    return key == _LOGIN or key in SECRET_KEYS or is_secret_name(key)


def _is_secret_key(key: str, parent: str) -> bool:
    return is_secret_name(key) or (parent == _LOGIN and _IN_LOGIN.search(key) is not None)


def _literals(value: Any, pointer: Pointer, key: str, *, secret: bool) -> Iterator[tuple[Pointer, object]]:
    """Yield the secrets in the value of `key`; `secret` means that all values in it are secret."""
    if isinstance(value, dict):
        for name, item in value.items():
            within = secret or (not pointer and name in SECRET_KEYS)
            is_secret = within if isinstance(item, dict | list) else within or _is_secret_key(str(name), key)
            if is_secret or isinstance(item, dict | list):
                yield from _literals(item, (*pointer, name), str(name), secret=is_secret)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            is_secret = secret or (not isinstance(item, dict | list) and _is_secret_key(key, ""))
            if is_secret or isinstance(item, dict | list):
                yield from _literals(item, (*pointer, index), key, secret=is_secret)
    elif secret and is_literal(value):
        yield pointer, value

"""Places of a document whose values are secret, and the secrets that are written out there."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer
from paicatalog.rules.document_parts import mapping, prerequisites

SECRET_KEYS = frozenset(
    ["secrets", "secret", "Secrets", "Secret", "SECRETS", "secerts", "secert", "sercets", "secrects", "secreta"]
)
"""Keys below which every value is a secret, including misspelled ones."""
_PASSWORD = re.compile(r"pas+w|pwd|token|secret|passphrase", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\s*(?:\*+|x{3,}|X{3,}|\.{3,}|…|<.*>|<%.*|\$\{\w+\}|\$\(\w+\)|\$[A-Z][A-Z0-9_]*|\$[a-z]+(?:_[a-z]+)+"
    r"|\$?\{\{.*\}\}|%[A-Z][A-Z0-9_]*%|__[A-Z][A-Z0-9_]*__|\[[A-Za-z]+(?:[-_ ][A-Za-z]+)*\]"
    r"|(?i:change[-_ ]?me|replace[-_ ]?me|fill[-_ ]?me(?:[-_ ]?in)?|to[-_ ]?do|tbd|placeholder|redacted"
    r"|(?:your|my)(?:[-_ ][a-z]+){0,3}[-_ ](?:key|password|secret|token)(?:[-_ ]here)?))?\s*",
    re.DOTALL,
)
"""What stands in place of a secret: stars, `<...>`, a variable or a template of another tool, `CHANGEME` and the like.

A word such as `password` is none: it may be the password.
"""


def literal_secrets(document: Document) -> Iterator[tuple[Pointer, object]]:
    """Yield (pointer, value) of each secret that is written out, which placeholders and references are not."""
    data = mapping(document.data)
    for key in data.keys() & SECRET_KEYS:
        yield from _literals(data[key], (key,))
    for pointer, asset in (((), data), *prerequisites(data)):
        for key, value in mapping(asset.get("auth")).items():
            if is_secret_place((*pointer, "auth", key)):
                yield from _literals(value, (*pointer, "auth", key))


def is_secret_place(path: Sequence[str | int]) -> bool:
    """Return whether the value at `path` (indices may be left out) is secret: below `secrets`, or the password of a
    registry login. Misspelled keys count, since their values are secret all the same."""
    if path[:1] and path[0] in SECRET_KEYS:
        return True
    return len(path) > 1 and path[-2] == "auth" and _PASSWORD.search(str(path[-1])) is not None


def is_literal(value: object) -> bool:
    """Return whether a value at a secret place is a secret: neither a placeholder, a reference nor a boolean."""
    if value is None or isinstance(value, bool):
        return False
    return not (isinstance(value, str) and _PLACEHOLDER.fullmatch(value))


def _literals(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, object]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _literals(item, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _literals(item, (*pointer, index))
    elif is_literal(value):
        yield pointer, value

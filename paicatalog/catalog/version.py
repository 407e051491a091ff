"""Versions as text, and their order."""

import re
from functools import lru_cache
from typing import Any

from paicatalog.protocol.javascript.values import js_string

_PART = re.compile(r"\d+|[A-Za-z]+")
_PRE_RELEASES = frozenset({"a", "alpha", "b", "beta", "dev", "pre", "preview", "rc"})

VersionKey = tuple[tuple[int, int, str], ...]


def version_text(value: Any) -> str | None:
    """Return a version as text, a number as JavaScript prints it (`1.10` in YAML is `1.1`).

    Return None if `value` is neither text nor a number.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return js_string(value)
    return None


@lru_cache(maxsize=4096)
def version_key(version: str | None) -> VersionKey:
    """Return a key that sorts versions from oldest to newest.

    Numbers compare as numbers (1.10 after 1.9), a pre-release comes before its release (2.0rc1 before 2.0), other
    words after (2.0-cuda after 2.0). A missing version is older than any other. Build metadata after `+` is ignored, as
    in Semantic Versioning.
    """
    if version is None:
        return ()
    parts = _PART.findall(version.split("+", 1)[0].lower())
    # The closing item sorts above pre-releases and below everything else.
    return ((1, 0, ""), *map(_part_key, parts), (1, 0, ""))


def _part_key(part: str) -> tuple[int, int, str]:
    if part.isdigit():
        digits = part.lstrip("0")
        return (3, len(digits), digits)  # Python does not convert thousands of digits.
    return (0, 0, part) if part in _PRE_RELEASES else (2, 0, part)

"""Conversion of names that the old dialects allow to names that protocol 2 allows."""

import re
from collections.abc import Iterable, Mapping

_INVALID_IN_NAME = re.compile(r"[^a-zA-Z0-9_-]+")
_INVALID_IN_IDENTIFIER = re.compile(r"[^a-zA-Z0-9_]+")
_IDENTIFIER = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_MAXIMUM_LENGTH = 255


def valid_name(name: str) -> str:
    """Return a valid component name (letters, digits, `_` and `-`), or "" if no allowed character is left."""
    return _INVALID_IN_NAME.sub("_", name).strip("_" if name.strip("_") else "")[:_MAXIMUM_LENGTH] if name else ""


def valid_identifier(name: str) -> str:
    """Return a valid name of a task role or port label: letters, digits and `_`, not beginning with a digit."""
    fit = _INVALID_IN_IDENTIFIER.sub("_", name)
    return fit if not fit or _IDENTIFIER.fullmatch(fit) else f"_{fit}"


def is_identifier(name: str) -> bool:
    """Return whether `name` is valid for a shell variable, task role or port label."""
    return _IDENTIFIER.fullmatch(name) is not None


def distinct(names: Iterable[str], fitted: Mapping[str, str]) -> dict[str, str]:
    """Return unique new names by old name: if two names in `fitted` are the same, the later gets a number."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for name in names:
        new, number = fitted[name], 2
        while new in used:
            new, number = f"{fitted[name]}_{number}", number + 1
        used.add(new)
        found[name] = new
    return found

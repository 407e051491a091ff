"""Closest match of a misspelled name among the existing ones."""

import difflib
from collections.abc import Iterable

_MAXIMUM_LENGTH = 255
_MAXIMUM_CANDIDATES = 200
_MINIMUM_SIMILARITY = 0.66


def near(name: object, candidates: Iterable[object]) -> str | None:
    """Return the candidate that `name` was most likely meant to be, or None if none is similar enough."""
    if not isinstance(name, str) or len(name) > _MAXIMUM_LENGTH:
        return None
    known = [item for item in candidates if isinstance(item, str) and item != name][:_MAXIMUM_CANDIDATES]
    folded = {item.lower(): item for item in reversed(known)}
    found = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=_MINIMUM_SIMILARITY)
    return folded[found[0]] if found else None

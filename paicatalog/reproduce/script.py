"""The scripts that an export holds as they are written in `scripts/`, but for a few values."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def script(name: str, values: Mapping[str, str] | None = None) -> str:
    """Return the text of a script, in which each key of `values` stands and becomes its value."""
    text = _read(name)
    if not values:
        return text
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found[0]], text)


@cache
def _read(name: str) -> str:
    return files("paicatalog.reproduce").joinpath("scripts", name).read_text(encoding="utf-8")

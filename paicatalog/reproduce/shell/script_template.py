"""Script templates, stored next to the modules of `reproduce`."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def script(name: str, values: Mapping[str, str] | None = None) -> str:
    """Return the text of a script with each key of `values` replaced by its value.

    `name` is the script's path relative to `reproduce`: `docker/run_once.sh`.
    """
    text = _read(name)
    if not values:
        return text
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found[0]], text)


@cache
def _read(name: str) -> str:
    return files("paicatalog.reproduce").joinpath(name).read_text(encoding="utf-8")

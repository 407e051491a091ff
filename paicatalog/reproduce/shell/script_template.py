"""The scripts beside the modules of `reproduce`, with a few values filled in."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def script(name: str, values: Mapping[str, str] | None = None) -> str:
    """Return the text of a script, each key of `values` in it replaced by its value.

    `name` is the script's path below `reproduce`: `docker/run_once.sh`.
    """
    text = _read(name)
    if not values:
        return text
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found[0]], text)


@cache
def _read(name: str) -> str:
    return files("paicatalog.reproduce").joinpath(name).read_text(encoding="utf-8")

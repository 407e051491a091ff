"""JSON of data that was read from YAML, whose types are not all supported by JSON."""

import json
import math
from collections.abc import Mapping


def json_text(value: object) -> str:
    """Return `value` as JSON on one line, keys in their order. Infinities and NaN become null, dates and bytes text."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def json_bytes(value: object) -> bytes:
    """Return `value` as the content of a JSON file."""
    return (json_text(value) + "\n").encode("utf-8", "replace")


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)

"""Values that people type, and how they stand in a protocol file.

The page's script (`typedValue` and `yamlScalar` in `component.js`) does the same, and gives the same text.
"""

import math
import re
from typing import Any

from paicatalog.protocol.javascript.values import MAXIMUM_SAFE_INTEGER, js_string, js_trim

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_MOST_DIGITS = 15
"""Numbers that a double holds; longer ones stay text, so that no digit is lost."""
_PLAIN = re.compile(r"[A-Za-z_./][\w./@+=~-]*(?::(?=[\w./@+=~-])[\w./@+=~-]+)*", re.ASCII)
"""Text that every YAML reader takes for text without quotes: a narrow set, to be sure."""
_RESERVED = re.compile(r"true|false|yes|no|on|off|y|n|null|nan|inf|[.](?:nan|inf)|[.]{3}", re.ASCII | re.IGNORECASE)
_LIKE_NUMBER = re.compile(r"[-+.]?[0-9]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def scalar_kind(value: Any) -> str:
    """Return what a person types in place of a value: `number`, `boolean`, `text`, `null`, or `other`."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if value is None:
        return "null"
    return "text" if isinstance(value, str) else "other"


def typed_value(text: str, kind: str) -> str | float | bool | None:
    """Return the value that a typed text means in place of one of `kind`; what was text stays text."""
    words = js_trim(text)
    if kind == "boolean" and words in ("true", "false"):
        return words == "true"
    if kind == "null" and not words:
        return None
    if kind != "text" and _is_plain_number(words):
        number = float(words)
        return int(number) if number.is_integer() and abs(number) <= MAXIMUM_SAFE_INTEGER else number
    return text


def yaml_scalar(value: object, before: str = "") -> str:
    """Return a value as a YAML scalar on one line that reads back as itself; quotes that `before` begins with stay.

    `value` is text, a number, true, false or null.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    if not isinstance(value, str):
        return js_string(value)
    if before.startswith('"'):
        return _double_quoted(value)
    if not before.startswith("'") and _is_plain_text(value):
        return value
    return _double_quoted(value) if _UNPRINTABLE.search(value) else "'" + value.replace("'", "''") + "'"


def _is_plain_number(words: str) -> bool:
    return (
        bool(_NUMBER.fullmatch(words))
        and math.isfinite(float(words))
        and sum(char.isdigit() for char in words) <= _MOST_DIGITS
    )


def _is_plain_text(value: str) -> bool:
    return bool(_PLAIN.fullmatch(value)) and not _RESERVED.fullmatch(value) and not _LIKE_NUMBER.match(value)


def _number(value: float) -> str:
    """An exponent needs a point and a sign to be a number for every YAML reader."""
    mantissa, mark, exponent = js_string(value).partition("e")
    if not mark:
        return mantissa
    return f"{mantissa}e{exponent}" if "." in mantissa else f"{mantissa}.0e{exponent}"


def _double_quoted(value: str) -> str:
    short = re.sub(r'[\\"\n\t]', lambda char: _SHORT[char[0]], value)
    return '"' + _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", short) + '"'

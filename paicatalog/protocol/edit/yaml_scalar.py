"""Conversion of typed text to values, and of values to YAML scalars.

`typedValue` and `yamlScalar` in `site/assets/component/yaml_scalar.js` do the same and return the same text.
"""

import math
import re
from typing import Any

from paicatalog.protocol.javascript.values import MAXIMUM_SAFE_INTEGER, js_string, js_trim

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_MAXIMUM_DIGITS = 15
"""Digits that a double can represent; longer numbers stay text, so that no digit is lost."""
_PLAIN = re.compile(r"[A-Za-z_./][\w./@+=~-]*(?::(?=[\w./@+=~-])[\w./@+=~-]+)*", re.ASCII)
"""Text that every YAML reader reads as a string without quotes; deliberately narrow."""
_RESERVED = re.compile(r"true|false|yes|no|on|off|y|n|null|nan|inf|[.](?:nan|inf)|[.]{3}", re.ASCII | re.IGNORECASE)
_LIKE_NUMBER = re.compile(r"[-+.]?[0-9]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def scalar_kind(value: Any) -> str:
    """Return what can be typed in place of a value: `number`, `boolean`, `text`, `null`, or `other` for none."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if value is None:
        return "null"
    return "text" if isinstance(value, str) else "other"


def typed_value(text: str, kind: str) -> str | float | bool | None:
    """Return the value of a typed text that replaces a value of `kind` (see `scalar_kind`); a `text` stays text."""
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
    """Return a value as a YAML scalar on one line that reads back as itself.

    `value` is text, a number, true, false or null. `before` is the scalar that it replaces, whose quotes are kept.
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
        and sum(char.isdigit() for char in words) <= _MAXIMUM_DIGITS
    )


def _is_plain_text(value: str) -> bool:
    return bool(_PLAIN.fullmatch(value)) and not _RESERVED.fullmatch(value) and not _LIKE_NUMBER.match(value)


def _number(value: float) -> str:
    """Format a number; with an exponent it needs a point and a sign to be a number for every YAML reader."""
    mantissa, mark, exponent = js_string(value).partition("e")
    if not mark:
        return mantissa
    return f"{mantissa}e{exponent}" if "." in mantissa else f"{mantissa}.0e{exponent}"


def _double_quoted(value: str) -> str:
    short = re.sub(r'[\\"\n\t]', lambda char: _ESCAPES[char[0]], value)
    return '"' + _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", short) + '"'

"""Values of unquoted YAML scalars as the REST server's reader (js-yaml 3.13.1, default safe schema) reads them.

They differ from PyYAML's: `yes` and `on` are strings, `1e3` is a number, `010` is octal, a date is a `Date`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from paicatalog.protocol.javascript.values import MAXIMUM_SAFE_INTEGER, JavaScriptDate

_WORDS: dict[str, Any] = {
    "": None,
    **dict.fromkeys(("~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAY_BE_NUMBER = frozenset("0123456789+-._")
_LONGEST_CACHED = 40
"""Characters. Short numbers (`1`, `64`, `8192`) recur in every file."""
_MAXIMUM_DIGITS = 400
"""More digits than a double can represent: longer integers are infinite, and Python converts them in quadratic time."""

_INTEGER = re.compile(
    r"([-+]?)(?:(0)|0b([01_]*[01])|0x([0-9a-fA-F_]*[0-9a-fA-F])|0([0-7_]*[0-7])|([1-9](?:[0-9_]*[0-9])?|0)"
    r"|([1-9][0-9_]*(?::[0-5]?[0-9])+))"
)
_FLOAT = re.compile(
    r"[-+]?(?:0|[1-9][0-9_]*)(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?"
    r"(?:[ \t]*(?:Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?"
)


def plain_value(text: str) -> Any:
    """Return the value of an unquoted scalar: str, int, float, bool, None or JavaScriptDate.

    Integers that a double cannot represent exactly become the nearest float, as they do in JavaScript.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAY_BE_NUMBER:
        return text
    return _read_number_or_date(text) if len(text) > _LONGEST_CACHED else _read_cached(text)


def _read_number_or_date(text: str) -> Any:
    for read in (read_integer, read_float, read_timestamp):
        value = read(text)
        if value is not None:
            return value
    return text


_read_cached = lru_cache(maxsize=4096)(_read_number_or_date)


def is_word(text: str) -> bool:
    """Return whether an unquoted scalar is a word whose value is not a string: `true`, `null`, ..."""
    return text in _WORDS


def read_null(text: str) -> bool:
    """Return whether `text` is null when tagged `!!null` (the empty text is not)."""
    return text != "" and text in _WORDS and _WORDS[text] is None


def read_boolean(text: str) -> bool | None:
    """Return the boolean that `text` spells, or None."""
    value = _WORDS.get(text)
    return value if isinstance(value, bool) else None


def read_integer(text: str) -> int | float | None:
    """Return the integer that `text` spells (decimal, 0b, 0x, octal with 0, base 60), or None."""
    match = _INTEGER.fullmatch(text)
    if match is None:
        return None
    sign, zero, *written = match.groups()
    if zero:
        return 0
    for digits, base in zip(written, (2, 16, 8, 10), strict=False):
        if digits is not None:
            return _signed(sign, digits.replace("_", ""), base)
    return _to_javascript_number(_sign(sign) * _base_60(written[-1].replace("_", "")))


def _signed(sign: str, digits: str, base: int) -> int | float:
    if base == 10 and len(digits) > _MAXIMUM_DIGITS:
        return _sign(sign) * float("inf")
    return _to_javascript_number(_sign(sign) * int(digits, base))


def _to_javascript_number(value: int | float) -> int | float:
    """Return an integer if a double represents it exactly, else the nearest double."""
    if abs(value) <= MAXIMUM_SAFE_INTEGER:
        return int(value)
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _base_60(digits: str) -> float:
    value = 0.0
    for part in digits.split(":"):
        value = value * 60 + float(part)
    return value


def _sign(text: str) -> int:
    return -1 if text.startswith("-") else 1


def read_float(text: str) -> float | None:
    """Return the number that `text` spells, or None."""
    if not _FLOAT.fullmatch(text) or text.endswith("_"):
        return None
    digits = text.replace("_", "").lower().lstrip("+-")
    return _sign(text) * _float(digits)


def _float(digits: str) -> float:
    if digits in (".inf", ".nan"):
        return float(digits[1:])
    if ":" in digits:
        return _base_60(digits)
    try:
        return float(digits)
    except ValueError:
        return float("nan")


def read_timestamp(text: str) -> JavaScriptDate | None:
    """Return the date that `text` spells, or None."""
    if match := _DATE.fullmatch(text):
        return JavaScriptDate.utc(*map(int, match.groups()))
    if not (match := _TIMESTAMP.fullmatch(text)):
        return None
    *numbers, fraction, sign, hours, minutes = match.groups()
    date = JavaScriptDate.utc(*map(int, numbers))
    offset = (int(hours or 0) * 60 + int(minutes or 0)) * 60_000 * _sign(sign or "")
    return JavaScriptDate(date.milliseconds + int((fraction or "")[:3].ljust(3, "0")) - offset)


READERS: dict[str, Callable[[str], Any]] = {
    "int": read_integer,
    "float": read_float,
    "bool": read_boolean,
    "timestamp": read_timestamp,
}
"""Functions that read text with an explicit tag (`!!int`); they return None if the server refuses it."""

"""JavaScript's conversion of values to text, by which the REST server prints parameters.

Source of the rules: ECMA-262, `String()`, `Number::toString`, `Date.prototype.toString`, `trim()`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType
from typing import Any

SPACE = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""JavaScript's white space: exactly what `trim()` removes and `\\s` matches."""

MAXIMUM_SAFE_INTEGER = 2**53
_MINIMUM_PLAIN, _MAXIMUM_PLAIN = 1e-4, 1e16
"""Between these, Python formats a double as JavaScript does (the fewest digits that identify it), except for `.0`."""
_DAY = 86_400_000
_WEEKDAYS = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class UnprintableError(ValueError):
    """JavaScript throws an error when it converts the value to text."""


@dataclass(frozen=True, slots=True)
class JavaScriptDate:
    """A YAML timestamp, which the server reads as a JavaScript `Date`."""

    milliseconds: int
    """Since 1970-01-01T00:00Z."""

    @classmethod
    def utc(cls, year: int, month: int, day: int, *clock: int) -> "JavaScriptDate":
        """Return the date that `Date.UTC` returns: months (from 1 here), days and clock (hour, minute, second)
        overflow, years 0 to 99 mean 19xx."""
        year = year + 1900 if year < 100 else year
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        days = _days_from_civil(year, month) + day - 1
        seconds = sum(part * unit for part, unit in zip(clock, (3600, 60, 1), strict=False))
        return cls(days * _DAY + seconds * 1000)

    def __str__(self) -> str:
        """Return the text that the server prints; its time zone is UTC."""
        days, rest = divmod(self.milliseconds, _DAY)
        year, month, day = _civil_from_days(days)
        seconds = rest // 1000
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        date = f"{_WEEKDAYS[days % 7]} {_MONTHS[month - 1]} {day:02} {year:04}"
        return f"{date} {clock} GMT+0000 (Coordinated Universal Time)"


def js_string(value: object) -> str:
    """Return what JavaScript's `String(value)` returns; raises UnprintableError if that throws."""
    if isinstance(value, str):
        return value
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return str(value)


def js_trim(text: str) -> str:
    """Return `text` without white space at its ends, as JavaScript's `trim()` does."""
    return text.strip(SPACE)


def js_type(value: object) -> str:
    """Return the type of a YAML value in words: `a list`, `text`, `nothing`, ..."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    for kind, words in _TYPE_NAMES:
        if isinstance(value, kind):
            return words
    return "a value"


_TYPE_NAMES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (str, "text"),
    (int, "a whole number"),
    (float, "a number"),
    (dict, "a mapping"),
    (list, "a list"),
    (JavaScriptDate, "a date"),
    (bytes, "binary data"),
)


def _list(items: Sequence[object]) -> str:
    return ",".join("" if item is None else js_string(item) for item in items)


def _object(value: Mapping[object, object]) -> str:
    if "toString" in value:
        raise UnprintableError("an object with a key `toString` cannot be printed")
    return "[object Object]"


def _number(value: float) -> str:
    if isinstance(value, int) and abs(value) <= MAXIMUM_SAFE_INTEGER:
        return str(value)
    number = _as_double(value)
    if _MINIMUM_PLAIN <= abs(number) < _MAXIMUM_PLAIN:
        return repr(number).removesuffix(".0")
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    assert isinstance(exponent, int)
    return ("-" if sign else "") + _decimal("".join(map(str, digits)), exponent)


def _as_double(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _decimal(digits: str, exponent: int) -> str:
    """Format `digits` times ten to the power of `exponent` as `Number::toString` does."""
    count, point = len(digits), len(digits) + exponent
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"


def _days_from_civil(year: int, month: int) -> int:
    """Return the days from 1970-01-01 to the first of a month in the proleptic Gregorian calendar."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def _civil_from_days(days: int) -> tuple[int, int, int]:
    era, of_era = divmod(days + 719_468, 146_097)
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (NoneType, lambda _: "null"),
    (bool, lambda value: "true" if value else "false"),
    ((int, float), _number),
    (Mapping, _object),
    (bytes, lambda value: value.decode("utf-8", errors="replace")),
    (Sequence, _list),
)

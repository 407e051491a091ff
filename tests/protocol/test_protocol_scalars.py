"""Unquoted scalars are read as by js-yaml 3.13.1, with which the table was made."""

import math

import pytest

from paicatalog.protocol.javascript.values import JavaScriptDate, UnprintableError, js_string, js_trim
from paicatalog.protocol.yaml.construct import read_scalar
from paicatalog.protocol.yaml.scalars import plain_value

PRINTED = {
    "yes": "yes",
    "on": "on",
    "True": "true",
    "FALSE": "false",
    "tRue": "tRue",
    "~": "null",
    "NULL": "null",
    "1e3": "1000",
    "1E-3": "0.001",
    "1.e3": "1000",
    "1e": "1e",
    ".5": "0.5",
    "-.5": "-.5",
    "1.": "1",
    "1.10": "1.1",
    "1.0.0": "1.0.0",
    "-0": "0",
    "-0.0": "0",
    "010": "8",
    "-010": "-8",
    "08": "08",
    "0o10": "0o10",
    "0x1F": "31",
    "0X1F": "0X1F",
    "0b11": "3",
    "1_000": "1000",
    "1_": "1_",
    "_1": "_1",
    "1:30": "90",
    "1:60": "1:60",
    "01:20": "01:20",
    "1:20.5": "80.5",
    "190:20:30": "685230",
    ".inf": "Infinity",
    "-.INF": "-Infinity",
    ".NaN": "NaN",
    "1e400": "Infinity",
    "9007199254740993": "9007199254740992",
    "12345678901234567890123": "1.2345678901234568e+22",
    "100000000000000000000": "100000000000000000000",
    "1e21": "1e+21",
    "0.000001": "0.000001",
    "0.0000001": "1e-7",
    "5e-324": "5e-324",
    "1.7976931348623157e308": "1.7976931348623157e+308",
    "0.30000000000000004": "0.30000000000000004",
    "2019-01-01": "Tue Jan 01 2019 00:00:00 GMT+0000 (Coordinated Universal Time)",
    "2019-1-1": "2019-1-1",
    "2019-01-01T00:00:00.5+05:30": "Mon Dec 31 2018 18:30:00 GMT+0000 (Coordinated Universal Time)",
    "2019-13-45": "Fri Feb 14 2020 00:00:00 GMT+0000 (Coordinated Universal Time)",
    "0099-12-31": "Fri Dec 31 1999 00:00:00 GMT+0000 (Coordinated Universal Time)",
    "2020-02-29 1:02:03": "Sat Feb 29 2020 01:02:03 GMT+0000 (Coordinated Universal Time)",
}


@pytest.mark.parametrize(("text", "printed"), PRINTED.items())
def test_scalar_prints_as_on_the_server(text: str, printed: str) -> None:
    assert js_string(plain_value(text)) == printed


@pytest.mark.parametrize("text", ["9" * 100_000, "0x" + "f" * 10_000, "1" + ":1" * 100_000, "1" + "_" * 100_000 + "x"])
def test_long_numbers_neither_hang_nor_raise(text: str) -> None:
    assert js_string(plain_value(text)) in ("Infinity", text)


def test_types_are_kept_apart() -> None:
    assert plain_value("1") == 1 and isinstance(plain_value("1"), int)
    assert isinstance(plain_value("1.0"), float)
    assert math.isnan(plain_value(".nan"))
    assert plain_value("1970-01-02") == JavaScriptDate(86_400_000)


def test_values_of_options_are_yaml_scalars() -> None:
    given = ["1e3", "yes", '"1"', "'a: b'", "[1, 2]", "a: b", "", "!x 1", "true"]
    assert [read_scalar(text) for text in given] == [
        1000,
        "yes",
        "1",
        "a: b",
        "[1, 2]",
        "a: b",
        "",
        "!x 1",
        True,
    ]


def test_collections_print_as_javascript_prints_them() -> None:
    assert js_string([1, [2.0, None], {"a": 1}, True, b"hi"]) == "1,2,,[object Object],true,hi"
    assert js_string(None) == "null"
    with pytest.raises(UnprintableError):
        js_string({"toString": 1})


def test_trim_takes_what_javascript_calls_white_space() -> None:
    assert js_trim("\ufeff\u3000 a\x1c\x85 \u2028") == "a\x1c\x85"

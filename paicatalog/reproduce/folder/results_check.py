"""The files that check a run: the expected results of a job, and `check_results.py`, which compares metrics."""

import re
from collections.abc import Mapping
from typing import Any

from paicatalog.protocol.javascript.values import MAXIMUM_SAFE_INTEGER, js_string
from paicatalog.reproduce.folder.json_file import json_file
from paicatalog.reproduce.instructions import File
from paicatalog.reproduce.job.resources import mapping
from paicatalog.reproduce.shell.code import literal
from paicatalog.reproduce.shell.script_template import script

SCRIPT, EXPECTED = "check_results.py", "expected-results.json"
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_MOST_RESULTS = 200
"""The maximum number of results; more are not plausible."""


def results_check(data: Mapping[str, Any]) -> tuple[File, ...]:
    """Return the script that checks a run of a job and its expected results; empty if the job states none.

    A result whose value is a number, or text with a number, is compared; any other is only shown next to the actual
    value.
    """
    expected = expected_results(data)
    if not expected:
        return ()
    return (
        File(SCRIPT, literal(script(f"folder/{SCRIPT}")), executable=True, language="python"),
        File(EXPECTED, literal(json_file(expected)), language="json"),
    )


def expected_results(data: Mapping[str, Any]) -> list[dict[str, str | float]]:
    """Return `extras.paicatalog.results` of a job as JSON values, each with a metric and a value."""
    found = mapping(mapping(data.get("extras")).get("paicatalog")).get("results")
    listed = found if isinstance(found, list) else [found]
    return [result for item in listed[:_MOST_RESULTS] if (result := _result(mapping(item)))]


def _result(item: Mapping[str, Any]) -> dict[str, str | float]:
    values = {key: _value(item[key]) for key in ("metric", "value", "tolerance", "source") if key in item}
    stated = {key: value for key, value in values.items() if value is not None}
    if "metric" not in stated or "value" not in stated:
        return {}
    return {**stated, "metric": " ".join(js_string(stated["metric"]).split())}


def _value(value: object) -> str | float | None:
    """Return numbers unchanged, other scalars as text or, if possible, as a number; None for non-scalars."""
    if value is None or isinstance(value, Mapping | list):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if abs(value) < float("inf") else js_string(value)
    return _number(js_string(value))


def _number(text: str) -> str | float:
    if not _NUMBER.fullmatch(text):
        return text
    number = float(text)
    if number.is_integer() and abs(number) <= MAXIMUM_SAFE_INTEGER:
        return int(number)
    return number if abs(number) < float("inf") else text

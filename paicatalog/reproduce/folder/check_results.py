#!/usr/bin/env python3
"""Compare the metrics of a run with the results that the job's authors expect.

    python3 check_results.py METRICS [METRIC=KEY ...]

METRICS is a file with a JSON object, or with one on each line, of which the last that has a metric counts; `-` reads
the input. A metric is looked up by its name, by its name in other letters (`Top-1 Accuracy` finds `top_1_accuracy`),
and, with dots, in objects within objects (`eval.f1`). Where the file calls it something else, say so:

    python3 check_results.py metrics.json "F1=eval.f1"

It needs nothing but Python 3.8 or later. Exit codes: 0 all as expected, 1 something is not, 2 wrong use.
"""

from __future__ import annotations

import ast
import difflib
import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXPECTED = "expected-results.json"
ALMOST = 1e-9
"""The part of a number by which it may differ where no tolerance is stated: to print and read it can cost that."""
GOOD = ("ok", "compare yourself")


class WrongUseError(Exception):
    """What is wrong with what was given, in a sentence."""


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        # Python discards `__doc__` with -OO.
        sys.stdout.write(f"{ast.get_docstring(ast.parse(Path(__file__).read_text(encoding='utf-8')))}\n")
        return 0 if arguments else 2
    try:
        expected = read_expected(Path(__file__).resolve().with_name(EXPECTED))
        names = read_names(arguments[1:], [each["metric"] for each in expected])
        found = read_metrics(arguments[0])
    except WrongUseError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    judged = [judge(each, names.get(each["metric"], each["metric"]), found) for each in expected]
    write_table([("METRIC", "EXPECTED", "TOLERANCE", "FOUND", "VERDICT"), *(row for row, _ in judged)])
    sys.stderr.writelines(f"{words}\n" for _, words in judged if words)
    return 0 if all(row[-1] in GOOD for row, _ in judged) else 1


def read_expected(path: Path) -> list[dict[str, Any]]:
    try:
        expected: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongUseError(f"{path} cannot be read ({error}): it belongs beside this script.") from error
    return expected


def read_names(arguments: list[str], metrics: list[str]) -> dict[str, str]:
    """Return what the metrics file calls some metrics."""
    names = {}
    for argument in arguments:
        # A metric's name may hold the sign itself.
        fitting = [each for each in metrics if argument.startswith(f"{each}=")]
        if not fitting:
            known = listed(metrics)
            raise WrongUseError(f"`{shown(argument)}` names no expected metric: write METRIC=KEY, with one of {known}.")
        metric = max(fitting, key=len)
        names[metric] = argument[len(metric) + 1 :]
    return names


def read_metrics(name: str) -> dict[str, Any]:
    text = read_text(name)
    if not text.strip():
        raise WrongUseError(f"{name} is empty: the run has written no metrics yet.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return read_lines(name, text, error)
    if not isinstance(found, dict):
        raise WrongUseError(f"{name} holds no JSON object of metrics, but {kind(found)}.")
    return found


def read_text(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        remedy = "Name the file that the run wrote its metrics to."
        raise WrongUseError(f"{name} cannot be read: {error.strerror}. {remedy}") from error
    except UnicodeDecodeError as error:
        raise WrongUseError(f"{name} is no text in UTF-8, so it is no JSON either.") from error


def read_lines(name: str, text: str, whole: Exception) -> dict[str, Any]:
    """Join the objects of JSON lines; what comes later wins."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) == 1 or not lines[0][1].rstrip().endswith("}"):
        raise WrongUseError(f"{name} is no JSON: {whole}.")
    found: dict[str, Any] = {}
    for number, line in lines:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise WrongUseError(f"Line {number} of {name} is no JSON: {error}.") from error
        if not isinstance(entry, dict):
            raise WrongUseError(f"Line {number} of {name} holds no JSON object of metrics, but {kind(entry)}.")
        join(found, entry)
    return found


def join(found: dict[str, Any], entry: dict[str, Any]) -> None:
    for key, value in entry.items():
        if isinstance(value, dict) and isinstance(found.get(key), dict):
            join(found[key], value)
        else:
            found[key] = value


def judge(expected: dict[str, Any], key: str, found: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """Return a row of the table, the verdict last, and a sentence about it, "" where all is said."""
    value, tolerance = expected["value"], expected.get("tolerance")
    row = (expected["metric"], written(value), "-" if tolerance is None else written(tolerance))
    name, hint = look_up(found, key)
    if name is None:
        return (*row, "-", "missing"), f"The metrics hold no `{shown(key)}`: {hint}"
    got = dict(leaves(found))[name]
    if not is_number(value) or not (tolerance is None or is_number(tolerance)):
        return (*row, written(got), "compare yourself"), ""
    if not is_number(got):
        return (*row, written(got), "no number"), f"`{shown(name)}` is {kind(got)} in the metrics, and no number."
    # The bounds belong to what is fine, whatever their last bit is.
    room = abs(tolerance or 0) + abs(value) * ALMOST
    close = math.isfinite(got) and abs(got - value) <= room
    return (*row, written(got), "ok" if close else "off"), ""


def look_up(found: dict[str, Any], key: str) -> tuple[str | None, str]:
    """Return what the metrics call a metric, or None and what to do."""
    known = [name for name, _ in leaves(found)]
    if key in known:
        return key, ""
    alike = [name for name in known if plain(name) == plain(key)]
    if len(alike) == 1:
        return alike[0], ""
    if not known:
        return None, "they hold nothing."
    close = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean `{shown(close[0])}`?" if close else f"they hold {listed(known)}."
    return None, f"{hint} If it is called otherwise there, add METRIC=KEY to the command."


def leaves(value: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        name = f"{path}.{key}" if path else key
        if isinstance(item, dict):
            yield from leaves(item, name)
        else:
            yield name, item


def plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().lower()


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def kind(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return "a number"
    return "text" if isinstance(value, str) else "a list"


def written(value: object) -> str:
    return shown(value if isinstance(value, str) else json.dumps(value))


def listed(names: list[str]) -> str:
    quoted = [f"`{shown(name)}`" for name in names]
    return ", ".join(quoted[:20]) + (", ..." if len(quoted) > 20 else "")


def shown(text: str) -> str:
    """Return text on one line, without what a terminal would act on, and not too long."""
    safe = "".join(char if char.isprintable() else " " for char in text)
    return safe if len(safe) <= 60 else f"{safe[:57]}..."


def write_table(rows: list[tuple[str, ...]]) -> None:
    cells = [[shown(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    for row in cells:
        line = "  ".join(cell.ljust(widths[at]) for at, cell in enumerate(row))
        sys.stdout.write(f"{line.rstrip()}\n")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))

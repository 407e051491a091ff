"""The script that checks the metrics of a run."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paicatalog.reproduce.folder.results_check import results_check
from paicatalog.reproduce.shell.code import plain

RESULTS = [
    {"metric": "test accuracy", "value": 0.9, "tolerance": 0.1, "source": "https://example.com"},
    {"metric": "eval.f1", "value": 88, "tolerance": "0.5"},
    {"metric": "epochs", "value": "3"},
]
Check = Callable[..., subprocess.CompletedProcess[str]]


def job(results: Any) -> dict[str, Any]:
    return {"extras": {"paicatalog": {"results": results}}}


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check metrics, given as the text of the file or the name of a missing one."""

    def run(metrics: str | None, *arguments: str, results: Any = RESULTS) -> subprocess.CompletedProcess[str]:
        for file in results_check(job(results)):
            (tmp_path / file.name).write_text(plain(file.content), encoding="utf-8")
        if metrics is not None:
            (tmp_path / "metrics.json").write_text(metrics, encoding="utf-8")
        command = [sys.executable, "check_results.py", "metrics.json", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


GOOD = {"test accuracy": 0.8, "eval": {"f1": 88.5}, "epochs": 3.0}


def test_what_is_as_expected_is_told_in_a_table(check: Check) -> None:
    done = check(json.dumps(GOOD))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "METRIC         EXPECTED  TOLERANCE  FOUND  VERDICT",
        "test accuracy  0.9       0.1        0.8    ok",
        "eval.f1        88        0.5        88.5   ok",
        "epochs         3         -          3.0    ok",
    ]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"test accuracy": 0.79}, "off"),
        ({"test accuracy": 1.01}, "off"),
        ({"epochs": 3.01}, "off"),
        ({"epochs": float("nan")}, "off"),
        ({"epochs": float("inf")}, "off"),
        ({"epochs": "3"}, "no number"),
        ({"epochs": True}, "no number"),
        ({"epochs": None}, "no number"),
        ({"epochs": [3]}, "no number"),
        ({"epochs": {}}, "missing"),
    ],
)
def test_what_is_not_fails(check: Check, change: dict[str, Any], verdict: str) -> None:
    done = check(json.dumps({**GOOD, **change}))
    assert done.returncode == 1
    assert [row.endswith(f"  {verdict}") for row in done.stdout.splitlines()].count(True) == 1
    assert "Traceback" not in done.stderr


def test_of_json_lines_the_last_counts(check: Check) -> None:
    lines = [{"epoch": 1, "epochs": 1, "eval": {"f1": 1}}, {"test accuracy": 0.9}, {"epochs": 3, "eval": {"f1": 88}}]
    text = "\n".join(map(json.dumps, lines))
    assert check(text + "\n\n").returncode == 0
    assert check("\ufeff" + text.replace("\n", "\r\n")).returncode == 0


def test_other_names_are_found_or_can_be_given(check: Check) -> None:
    done = check(json.dumps({"Test_Accuracy": 0.9, "f1_score": 88, "n": {"epochs": 3}}))
    assert done.returncode == 1
    assert "test accuracy  0.9       0.1        0.9    ok" in done.stdout
    assert "The metrics hold no `eval.f1`: they hold `Test_Accuracy`, `f1_score`, `n.epochs`." in done.stderr
    assert "did you mean `n.epochs`? If it is called otherwise there, add METRIC=KEY" in done.stderr
    named = check(json.dumps({"Test_Accuracy": 0.9, "a=b": 88, "n": {"epochs": 3}}), "eval.f1=a=b", "epochs=n.epochs")
    assert named.returncode == 0, named.stderr


@pytest.mark.parametrize(
    ("metrics", "words"),
    [
        (None, "metrics.json cannot be read: No such file or directory. Name the file that"),
        ("", "metrics.json is empty"),
        ("{'a': 1}", "metrics.json is no JSON"),
        ('{\n  "a": 1,\n}', "metrics.json is no JSON"),
        ("[1]", "holds no JSON object of metrics, but a list"),
        ("3", "holds no JSON object of metrics, but a number"),
        ('{"a": 1}\n3\n', "Line 2 of metrics.json holds no JSON object of metrics, but a number"),
        ('{"a": 1}\n{"a"\n', "Line 2 of metrics.json is no JSON"),
        ("[" * 100_000, "metrics.json is no JSON"),
    ],
)
def test_what_cannot_be_read_is_told(check: Check, metrics: str | None, words: str) -> None:
    done = check(metrics)
    assert done.returncode == 2 and words in done.stderr
    assert "Traceback" not in done.stderr and done.stdout == ""


def test_wrong_use_is_told(check: Check, tmp_path: Path) -> None:
    done = check("{}", "speed=x")
    assert done.returncode == 2
    assert "`speed=x` names no expected metric: write METRIC=KEY, with one of `test accuracy`," in done.stderr
    (tmp_path / "expected-results.json").unlink()
    command = [sys.executable, "check_results.py", "x"]
    alone = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert alone.returncode == 2 and "belongs beside this script" in alone.stderr
    for arguments, code in (([], 2), (["--help"], 0)):
        told = subprocess.run([*command[:2], *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert told.returncode == code and "METRIC=KEY" in told.stdout


def test_text_is_left_to_people(check: Check) -> None:
    done = check('{"answer": "so so", "n": 1}', results=[{"metric": "answer", "value": "good"}])
    assert done.returncode == 0 and done.stdout.endswith("so so  compare yourself\n")


def test_hostile_results_and_metrics_stay_text(check: Check, hostile: str) -> None:
    results = [{"metric": hostile, "value": 1}, {"metric": "\x1b[31m\x85", "value": "\ud800"}]
    done = check(json.dumps({hostile: 1, "x": "\x1b"}), results=results)
    assert done.returncode == 1 and "\x1b" not in done.stdout + done.stderr
    assert " ok\n" in done.stdout


@pytest.mark.parametrize("results", [None, [], "x", {}, [{}], [{"metric": "a"}], [{"value": 1}], [None, 3, []]])
def test_a_job_without_results_has_no_check(results: Any) -> None:
    assert results_check(job(results)) == ()
    assert results_check({"extras": results}) == () == results_check({})


def test_odd_values_are_json_all_the_same(check: Check) -> None:
    results = [{"metric": 3, "value": float("inf")}, {"metric": "n", "value": float("nan"), "tolerance": [1]}]
    done = check('{"3": 1, "n": 2}', results=results)
    assert done.returncode == 0 and done.stdout.count("compare yourself") == 2

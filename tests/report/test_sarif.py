"""The SARIF report is valid by its schema and meets the requirements of a code scanning service.

`sarif-2.1.0.json` is the JSON Schema of SARIF 2.1.0 (OASIS), unchanged from the npm package `@microsoft/jest-sarif`
1.0.0-beta.0; MIT license.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

import paicatalog.report.sarif as sarif_module
from paicatalog import __version__
from paicatalog.protocol.finding import Finding, Related, Severity
from paicatalog.protocol.place import Span
from paicatalog.rules import RULES

SCHEMA = jsonschema.Draft4Validator(json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text("utf-8")))
DATA = 'protocolVersion: 2\nname: mnist\ntype: data\nversion: "1"\ncontributor: ada\ndescription: Digits.\n'
BROKEN = DATA.replace("type: data", "type: dta")


def run_of(report: str) -> dict[str, Any]:
    log = json.loads(report)
    SCHEMA.validate(log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run  # type: ignore[no-any-return]


def finding(**changes: Any) -> Finding:
    values = {
        "rule": "bad-name",
        "severity": Severity.ERROR,
        "path": "a.yaml",
        "pointer": ("name",),
        "span": Span(2, 7, 2, 8),
        "message": "Wrong.",
    }
    return Finding(**{**values, **changes})


def test_a_finding_becomes_a_result(write: Callable[..., str]) -> None:
    run = run_of(write("sarif", {"catalog/mnist.yaml": BROKEN}))
    (result,) = run["results"]
    assert result["ruleId"] == "bad-value"
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("`type` cannot be `dta`")
    assert "Did you mean `data`?" in result["message"]["text"]
    (location,) = result["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "catalog/mnist.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 10}
    assert run["columnKind"] == "unicodeCodePoints"


def test_every_rule_is_told_and_results_point_at_theirs(write: Callable[..., str]) -> None:
    run = run_of(write("sarif", {"a.yaml": BROKEN, "b.yaml": DATA.replace('"1"', "1.0")}))
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("paicatalog", __version__)
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in RULES]
    for told, rule in zip(driver["rules"], RULES, strict=True):
        assert told["help"]["markdown"] == rule.page
        assert told["defaultConfiguration"]["level"] == rule.severity
        assert told["properties"]["tags"] == [rule.group]
        assert len(told["fullDescription"]["text"]) > len(told["shortDescription"]["text"]) > 10
        assert len(told["fullDescription"]["text"]) <= 1024
    assert {result["level"] for result in run["results"]} >= {"error", "warning"}
    assert all(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_the_address_is_the_one_that_the_package_states(
    write: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = Message()
    monkeypatch.setattr(sarif_module, "metadata", lambda _: stated)
    assert "informationUri" not in run_of(write("sarif", {"a.yaml": DATA}))["tool"]["driver"]
    stated["Project-URL"] = "Source, https://example.com/source"
    stated["Project-URL"] = "Homepage, https://example.com/home"
    assert run_of(write("sarif", {"a.yaml": DATA}))["tool"]["driver"]["informationUri"] == "https://example.com/home"


def test_without_findings_there_are_no_results(make_findings: Any, write: Callable[..., str]) -> None:
    (file,) = make_findings(finding())
    assert run_of(write("sarif", [replace(file, findings=())]))["results"] == []


def test_related_places_are_linked_in_the_message(write: Callable[..., str]) -> None:
    results = run_of(write("sarif", {"a b.yaml": DATA, "b.yaml": DATA}))["results"]
    (double,) = [result for result in results if result["ruleId"] == "duplicate-component"]
    (related,) = double["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.yaml"
    assert related["message"]["text"] == "first described here"
    assert double["message"]["text"].endswith(f"See: [first described here]({related['id']}).")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b.yaml", "a%20b.yaml"),
        ("50%.yaml", "50%25.yaml"),
        ("a#b?c.yaml", "a%23b%3Fc.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("größe/数.yaml", "gr%C3%B6%C3%9Fe/%E6%95%B0.yaml"),
        ("a\nb\x1b.yaml", "a%0Ab%1B.yaml"),
        ("bad\udcff.yaml", "bad%FF.yaml"),
        ('q"\\.yaml', "q%22%5C.yaml"),
        ("../other/a.yaml", "../other/a.yaml"),
    ],
)
def test_paths_are_written_as_addresses(write: Callable[..., str], path: str, uri: str) -> None:
    results = run_of(write("sarif", {path: BROKEN}))["results"]
    (result,) = [result for result in results if result["ruleId"] != "unportable-name"]
    found = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert found == uri
    assert unquote(found, errors="surrogateescape") == path


def prints(report: str) -> dict[str, str]:
    return {
        result["partialFingerprints"]["paicatalogFinding/v1"]: result["ruleId"] for result in run_of(report)["results"]
    }


def test_fingerprints_stay_when_lines_move_and_values_change(write: Callable[..., str]) -> None:
    text = DATA.replace("contributor: ada", "contributor: 7").replace("Digits.", "[Digits]")
    before = prints(write("sarif", {"a.yaml": text}))
    moved = text.replace("name: mnist\n", "# A comment.\n\nname: mnist\n").replace("7", "8")
    assert len(before) == 2
    assert prints(write("sarif", {"a.yaml": moved})) == before
    assert not before.keys() & prints(write("sarif", {"b.yaml": text})).keys()


def test_fingerprints_tell_several_at_one_place_apart(make_findings: Any, write: Callable[..., str]) -> None:
    twice = make_findings(finding(message="One."), finding(message="Two."))
    assert [print_[-2:] for print_ in prints(write("sarif", twice))] == [":1", ":2"]


def test_a_value_from_a_file_becomes_no_link(make_findings: Any, write: Callable[..., str]) -> None:
    label = "see [0](https://evil.example)"
    related = (Related("b.yaml", Span(1, 1, 1, 2), label),)
    files = make_findings(finding(message="`[Fix](javascript:x)` is wrong.", related=related))
    (result,) = run_of(write("sarif", files))["results"]
    text = result["message"]["text"]
    assert "[Fix](" not in text
    assert text.count("](") == 2
    assert text.endswith(r"See: [see \[0\](https://evil.example)](1).")


def test_very_long_messages_are_cut(make_findings: Any, write: Callable[..., str]) -> None:
    (result,) = run_of(write("sarif", make_findings(finding(message="x" * 100_000))))["results"]
    assert len(result["message"]["text"]) == 1024
    assert result["message"]["text"].endswith("…")


def test_beyond_the_limit_the_heaviest_stay(
    make_findings: Any, write: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif_module, "MAXIMUM_RESULTS", 3)
    notes = [finding(severity=Severity.NOTE, pointer=(index,)) for index in range(4)]
    errors = [finding(pointer=(index,)) for index in range(2)]
    run = run_of(write("sarif", make_findings(*notes, *errors)))
    assert [result["level"] for result in run["results"]] == ["error", "error", "note"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("3 findings left out")


def test_the_command_writes_it(tmp_path: Path) -> None:
    (tmp_path / "ä.yaml").write_text(BROKEN, encoding="utf-8")
    command = [sys.executable, "-m", "paicatalog", "validate", "--format", "sarif", "--output", "out.sarif", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    (result,) = run_of((tmp_path / "out.sarif").read_text(encoding="utf-8"))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%C3%A4.yaml"

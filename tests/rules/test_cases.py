"""The findings of each rule in test cases: message, place, severity and hint, or none.

A case is a `file`, or several `files` by path. `finds` are all findings of the rule that the test file is named after,
and `also` are the other rules that report an error or warning: by default none, so that one mistake is one finding.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from paicatalog.catalog.linking import build_catalog
from paicatalog.checking.catalog_findings import with_catalog_findings
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.protocol.read import parse
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile, check_catalog, check_document
from paicatalog.rules.commands.bash import bash_fingerprint
from paicatalog.rules.suppression import apply_suppressions

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
WITHOUT_CASES = {"unreadable-file", "rule-crash"}
"""Rules that no text triggers. They are tested in test_check.py."""
NEEDS_BASH = pytest.mark.skipif(not bash_fingerprint(), reason="there is no bash")
WITHOUT_REMEDY: set[tuple[str, str]] = set()


def read_cases() -> Iterator[Any]:
    for file in CASES:
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            marks = NEEDS_BASH if file.stem == "shell-syntax" else ()
            yield pytest.param(file.stem, case, id=f"{file.stem}: {case['case']}", marks=marks)


def findings_of(case: dict[str, Any]) -> list[Finding]:
    files = case.get("files") or {"case.yaml": case["file"]}
    contents = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    documents = [parse(SourceFile(path, content)) for path, content in contents.items()]
    together = check_catalog(build_catalog(documents))
    files = with_catalog_findings([CheckedFile(document, check_document(document)) for document in documents], together)
    return [finding for file in apply_suppressions(files, rules=RULES).files for finding in file.findings]


def described(finding: Finding, *, with_path: bool) -> dict[str, Any]:
    span = finding.span
    assert span.line == span.end_line
    return {
        **({"path": finding.path} if with_path else {}),
        "at": f"{span.line}:{span.column}-{span.end_column}",
        "severity": str(finding.severity),
        "says": finding.message,
        **({"hint": finding.hint} if finding.hint else {}),
    }


@pytest.mark.parametrize(("rule", "case"), list(read_cases()))
def test_who_is_not_asked_has_nothing_to_say(rule: str, case: dict[str, Any]) -> None:
    for text in (case.get("files") or {"case.yaml": case["file"]}).values():
        document = parse(SourceFile("case.yaml", text if isinstance(text, bytes) else text.encode()))
        assert check_document(document) == check_document(replace(document, keys=None)), rule


@pytest.mark.parametrize(("rule", "case"), list(read_cases()))
def test_case(rule: str, case: dict[str, Any]) -> None:
    found = findings_of(case)
    own = [described(finding, with_path="files" in case) for finding in found if finding.rule == rule]
    assert own == case["finds"]
    assert all("hint" in finding for finding in own) or (rule, case["case"]) in WITHOUT_REMEDY
    others = {finding.rule for finding in found if finding.severity is not Severity.NOTE} - {rule}
    assert others == set(case.get("also", ()))


def test_every_rule_has_a_case_that_fails_and_one_that_passes() -> None:
    outcomes = {(parameters.values[0], bool(parameters.values[1]["finds"])) for parameters in read_cases()}
    expected = {(rule.id, failing) for rule in RULES if rule.id not in WITHOUT_CASES for failing in (True, False)}
    assert outcomes == expected

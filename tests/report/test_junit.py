"""The JUnit report is valid by Jenkins' schema and read by a parser of such reports.

`junit-10.xsd` is the schema of Jenkins' xunit plugin (Copyright 2014 Gregory Boissinot, MIT license, which the file
includes), from the source package of pytest 8.3.4.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import junitparser
import pytest
from lxml import etree

from paicatalog.protocol.finding import Finding, Related, Severity
from paicatalog.protocol.place import Span

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "junit-10.xsd"))
DATA = 'protocolVersion: 2\nname: mnist\ntype: data\nversion: "1"\ncontributor: ada\ndescription: Digits.\n'
BROKEN = DATA.replace("contributor: ada", "contributor: 7").replace("Digits.", "[Digits]")
WARNED = DATA.replace('"1"', "1.0").replace("mnist", "cifar")


def read(report: str) -> junitparser.TestSuite:
    SCHEMA.assertValid(etree.fromstring(report.encode("ascii")))
    (suite,) = junitparser.JUnitXml.fromstring(report.encode("ascii"))
    assert suite.name == "paicatalog"
    return suite


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


@pytest.mark.parametrize(("strict", "failures"), [(False, 1), (True, 2)])
def test_a_file_is_a_test_case_that_fails_as_the_gate_does(
    write: Callable[..., str], strict: bool, failures: int
) -> None:
    suite = read(write("junit", {"b/mnist.yaml": BROKEN, "cifar.yaml": WARNED}, strict=strict))
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (2, failures, 0, 0)
    broken, warned = suite
    assert (broken.classname, broken.name) == ("paicatalog.data", "b/mnist.yaml")
    assert (warned.classname, warned.name) == ("paicatalog.data", "cifar.yaml")
    assert [case.is_failure for case in (broken, warned)] == [True, strict]
    told = warned.result[0].text if strict else warned.system_out
    assert "cifar.yaml:4:10: warning[version-is-number]" in told


def test_one_failure_tells_all_that_a_file_fails_by(write: Callable[..., str]) -> None:
    (case,) = read(write("junit", {"mnist.yaml": BROKEN}))
    (failure,) = case.result
    assert failure.type == "error"
    assert failure.message.startswith("`contributor` is a whole number")
    assert failure.message.endswith("(and 1 more)")
    assert "mnist.yaml:5:14: error[wrong-type] `contributor`" in failure.text
    assert "mnist.yaml:6:14: error[wrong-type] `description`" in failure.text
    assert "  help: " in failure.text


def test_what_does_not_fail_is_output(make_findings: Any, write: Callable[..., str]) -> None:
    files = make_findings(finding(), finding(severity=Severity.NOTE, message="By the way."))
    (case,) = read(write("junit", files, strict=True))
    assert "By the way." not in case.result[0].text
    assert case.system_out == "a.yaml:2:7: note[bad-name] By the way."


def test_an_error_is_named_before_a_warning(make_findings: Any, write: Callable[..., str]) -> None:
    files = make_findings(finding(severity=Severity.WARNING, message="Odd."), finding(message="Wrong."))
    (case,) = read(write("junit", files, strict=True))
    assert (case.result[0].type, case.result[0].message) == ("error", "Wrong. (and 1 more)")


def test_other_places_are_named(make_findings: Any, write: Callable[..., str]) -> None:
    files = make_findings(finding(related=(Related("b\x1b.yaml", Span(1, 2, 1, 3), "first here"),)))
    (case,) = read(write("junit", files))
    assert "\n  see: b\\x1b.yaml:1:2: first here" in case.result[0].text


def test_a_file_of_no_known_type_is_a_test_case_too(write: Callable[..., str]) -> None:
    (case,) = read(write("junit", {"a.yaml": b"\xff\xfe\0"}))
    assert (case.classname, case.name, case.is_failure) == ("paicatalog.file", "a.yaml", True)


def test_nothing_found_passes(write: Callable[..., str]) -> None:
    suite = read(write("junit", {}))
    assert (suite.tests, suite.failures) == (0, 0)


@pytest.mark.parametrize(
    "words", ["\0\x08\x0b\x1f", "\ufffe\uffff", "\ud800", "]]>", "<&\"'>", "größe 数 😀", "a\r\nb\tc"]
)
def test_any_words_and_names_can_be_read_back(make_findings: Any, write: Callable[..., str], words: str) -> None:
    path = f"x{words}.yaml"
    (case,) = read(write("junit", make_findings(finding(path=path, message=f"{words} is wrong."))))
    (failure,) = case.result
    assert failure.message.endswith(" is wrong.")
    assert failure.text.endswith(" is wrong.")
    if words.isprintable():
        assert failure.message == f"{words} is wrong."
        assert case.name == path

"""Findings that are caused by a change."""

from paicatalog.checking.caused_findings import caused_findings
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.finding import Finding, Related, Severity
from paicatalog.protocol.place import Span
from paicatalog.protocol.read import parse
from paicatalog.rules.check import CheckedFile


def checked(path: str, *findings: Finding) -> CheckedFile:
    return CheckedFile(parse(SourceFile(path, b"name: a\n")), findings)


def finding(message: str, line: int, related: str = "") -> Finding:
    span = Span(line, 1, line, 2)
    others = (Related(related, span, "see"),) if related else ()
    return Finding("drift", Severity.WARNING, "a.yaml", (), span, message, related=others)


def lines(files: tuple[CheckedFile, ...]) -> list[int]:
    return [each.span.line for file in files for each in file.findings]


def test_a_finding_that_has_moved_is_the_same() -> None:
    assert caused_findings([checked("a.yaml", finding("x", 7))], [checked("a.yaml", finding("x", 3))], ()) == ()


def test_of_more_findings_of_the_same_words_one_is_new() -> None:
    now = [checked("a.yaml", finding("x", 1), finding("x", 2), finding("y", 3))]
    assert lines(caused_findings(now, [checked("a.yaml", finding("x", 1))], ())) == [2, 3]


def test_an_old_finding_that_points_to_a_changed_file_is_told() -> None:
    now = [checked("a.yaml", finding("x", 1, "b.yaml"), finding("y", 2, "c.yaml"))]
    assert lines(caused_findings(now, now, {"b.yaml"})) == [1]


def test_all_of_a_changed_file_is_told() -> None:
    now = [checked("a.yaml", finding("x", 1)), checked("b.yaml"), checked("c.yaml")]
    told = caused_findings(now, now, {"a.yaml", "b.yaml"})
    assert [file.document.source.path for file in told] == ["a.yaml", "b.yaml"]
    assert lines(told) == [1]

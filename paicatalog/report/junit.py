"""Report as JUnit XML: a test case for each file, which fails if the file fails `validate`.

Source: Jenkins' `junit-10.xsd`, and the subset that GitLab and test reporters for GitHub read. They show one failure
per test case, so all failing findings of a file are in one. There are no times: the same findings give the same bytes.
"""

import re
from collections.abc import Sequence
from typing import TextIO
from xml.etree import ElementTree

from paicatalog.protocol.finding import Finding, Severity
from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.workflow_commands import without_commands
from paicatalog.rules.wording import escape_controls

_SUITE = "paicatalog"
_INVALID_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot contain, not even as references: https://www.w3.org/TR/xml/#charsets."""


def write(checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False) -> None:  # noqa: ARG001
    """Write one suite. Errors are failures, with `strict` warnings too; other findings are output of the test case.

    Characters outside ASCII are written as references, so that the declared encoding is right for any `stream`.
    """
    cases = [_case(file, strict=strict) for file in checked]
    failed = sum(case.find("failure") is not None for case in cases)
    sums = {"name": _SUITE, "tests": str(len(cases)), "failures": str(failed), "errors": "0"}
    suites = ElementTree.Element("testsuites", sums)
    ElementTree.SubElement(suites, "testsuite", {**sums, "skipped": "0"}).extend(cases)
    ElementTree.indent(suites)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    xml = ElementTree.tostring(suites, encoding="us-ascii").decode("ascii")
    stream.write(without_commands(xml, number_sign="&#35;", colon="&#58;"))
    stream.write("\n")


def _case(file: ReportedFile, *, strict: bool) -> ElementTree.Element:
    # Jenkins uses the part before the last dot as the package.
    names = {
        "classname": f"{_SUITE}.{file.type or 'file'}",
        "name": _xml_text(escape_controls(file.path)),
    }
    case = ElementTree.Element("testcase", names)
    failing = [finding for finding in file.findings if finding.severity.fails(strict=strict)]
    passing = [finding for finding in file.findings if not finding.severity.fails(strict=strict)]
    if failing:
        case.append(_failure(failing))
    if passing:
        ElementTree.SubElement(case, "system-out").text = _text(passing)
    return case


def _failure(findings: Sequence[Finding]) -> ElementTree.Element:
    most_severe = next((finding for finding in findings if finding.severity is Severity.ERROR), findings[0])
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    attributes = {"type": most_severe.severity.value, "message": _xml_text(f"{most_severe.message}{more}")}
    failure = ElementTree.Element("failure", attributes)
    failure.text = _text(findings)
    return failure


def _text(findings: Sequence[Finding]) -> str:
    return _xml_text("\n".join(map(_lines, findings)))


def _lines(finding: Finding) -> str:
    place = escape_controls(f"{finding.path}:{finding.span.line}:{finding.span.column}")
    lines = [f"{place}: {finding.severity}[{finding.rule}] {finding.message}"]
    for related in finding.related:
        where = escape_controls(f"{related.path}:{related.span.line}:{related.span.column}")
        lines.append(f"  see: {where}: {related.label}")
    return "\n".join([*lines, f"  help: {finding.hint}"] if finding.hint else lines)


def _xml_text(text: str) -> str:
    return _INVALID_IN_XML.sub(lambda char: f"\\u{ord(char[0]):04x}", text)

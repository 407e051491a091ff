"""Report as annotations of GitHub Actions, shown beside the lines of a pull request.

Source of the format: GitHub's workflow commands; escaping follows `toCommandValue` of actions/toolkit.

Of each severity, GitHub shows only the first ten annotations of a step, beside the lines and on the page of the run.
The log contains all of them, and so does the summary of the step (`job_summary.py`).
"""

from collections.abc import Sequence
from typing import TextIO

from paicatalog.protocol.finding import Finding, Severity
from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.count import Count

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write(checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False) -> None:  # noqa: ARG001
    """Write a line for each finding, and a line of totals for the log."""
    for file in checked:
        stream.writelines(f"{_annotation(finding)}\n" for finding in file.findings)
    stream.write(f"{Count.of(checked)}.\n")


def _annotation(finding: Finding) -> str:
    span = finding.span
    properties = {
        "file": finding.path,
        "line": span.line,
        "endLine": span.end_line,
        "col": span.column,
        "endColumn": span.end_column,
        "title": finding.rule,
    }
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return f"::{_COMMANDS[finding.severity]} {listed}::{_text(text)}"


def _text(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _text(value).replace(":", "%3A").replace(",", "%2C")

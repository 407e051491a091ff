"""Report as JSON, version 1. Programs rely on its structure: any change requires a new version."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TextIO

from paicatalog.protocol.finding import Finding
from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.count import Count
from paicatalog.report.workflow_commands import without_commands


def write(checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False) -> None:  # noqa: ARG001
    """Write one JSON object with a summary and all files, including those without findings."""
    report = {"version": 1, "summary": asdict(Count.of(checked)), "files": [_file(file) for file in checked]}
    stream.write(without_commands(json.dumps(report, indent=2), number_sign=r"\u0023"))
    stream.write("\n")


def _file(file: ReportedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "type": file.type,
        "name": file.name,
        "dialect": file.dialect,
        "valid": file.valid,
        "findings": [_finding(finding, file) for finding in file.findings],
    }


def _finding(finding: Finding, file: ReportedFile) -> dict[str, Any]:
    span = finding.span
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "pointer": file.pointer(finding),
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }

"""Findings for programs: version 1 of the JSON report. Its shape is a contract; a change of it is a new version."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TextIO

from paicatalog.protocol.finding import Finding
from paicatalog.protocol.place import json_pointer
from paicatalog.report.count import Count
from paicatalog.rules.check import CheckedFile
from paicatalog.rules.secret_words import hide, secret_words


def write(checked: Sequence[CheckedFile], stream: TextIO, *, color: bool = False, strict: bool = False) -> None:  # noqa: ARG001
    """Write one JSON object with a summary and every file, those without findings included."""
    report = {"version": 1, "summary": asdict(Count.of(checked)), "files": [_file(file) for file in checked]}
    json.dump(report, stream, indent=2)
    stream.write("\n")


def _file(file: CheckedFile) -> dict[str, Any]:
    document, secrets = file.document, secret_words(file.document)
    return {
        "path": document.source.path,
        "type": document.type,
        "name": hide(document.name, secrets) if document.name else document.name,
        "dialect": document.dialect,
        "valid": document.valid,
        "findings": [_finding(finding, secrets) for finding in file.findings],
    }


def _finding(finding: Finding, secrets: Sequence[str]) -> dict[str, Any]:
    span = finding.span
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "pointer": hide(json_pointer(finding.pointer), secrets),
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }

"""Findings as a Markdown table: for the summary of a CI run or a comment on a pull request."""

import re
from collections.abc import Sequence
from typing import TextIO

from paicatalog.protocol.finding import Finding
from paicatalog.report.count import Count
from paicatalog.rules.check import CheckedFile

_SPECIAL = re.compile(r"[\\*_{}\[\]<>#|!~&@]")
_CODE = re.compile(r"(`+)(.+?)\1")


def write(checked: Sequence[CheckedFile], stream: TextIO, *, color: bool = False) -> None:  # noqa: ARG001
    """Write a heading with the sums and a row for each finding."""
    stream.write(f"## {Count.of(checked)}\n")
    if not any(file.findings for file in checked):
        return
    stream.write("\n| where | severity | what | rule |\n|---|---|---|---|\n")
    for file in checked:
        stream.writelines(f"{_row(finding)}\n" for finding in file.findings)


def _row(finding: Finding) -> str:
    where = f"{_escaped(finding.path)}:{finding.span.line}:{finding.span.column}"
    what = f"{finding.message} {finding.hint}".rstrip()
    return f"| {where} | {finding.severity} | {_with_code(what)} | {finding.rule} |"


def _with_code(text: str) -> str:
    """Escape a message, all but what it quotes in backticks."""
    parts, last = [], 0
    for match in _CODE.finditer(text):
        parts += [_escaped(text[last : match.start()]), match[0].replace("|", "\\|")]
        last = match.end()
    return "".join([*parts, _escaped(text[last:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda char: f"\\{char[0]}", text.replace("`", "\\`"))

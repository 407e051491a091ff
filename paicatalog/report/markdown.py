"""Report as a Markdown table, for the summary of a CI run or a comment on a pull request.

Source: GitHub Flavored Markdown. GitHub also turns `@name`, `#1`, `$x$` and addresses into links or formulas, but not
in code, so paths and quoted values are written as code.
"""

import re
from collections.abc import Sequence
from typing import TextIO

from paicatalog.protocol.finding import Finding
from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.count import Count
from paicatalog.rules.wording import escape_controls, sentence

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|!~&@$]")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
"""A code span of CommonMark: text between two equally long runs of backticks."""


def write(checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False) -> None:  # noqa: ARG001
    """Write a heading with the totals and a row for each finding."""
    stream.write(f"## {sentence(str(Count.of(checked)))}\n")
    if not any(file.findings for file in checked):
        return
    stream.write("\n| where | severity | what | rule |\n|---|---|---|---|\n")
    for file in checked:
        stream.writelines(f"{_row(finding)}\n" for finding in file.findings)


def _row(finding: Finding) -> str:
    where = _code(escape_controls(f"{finding.path}:{finding.span.line}:{finding.span.column}"))
    what = f"{finding.message} {finding.hint}".rstrip()
    return f"| {where} | {finding.severity} | {_escaped_around_code(what)} | {finding.rule} |"


def _escaped_around_code(text: str) -> str:
    """Escape a message, except for its code spans."""
    parts, last = [], 0
    for match in _CODE.finditer(text):
        parts += [_escaped(text[last : match.start()]), _in_cell(match[0])]
        last = match.end()
    return "".join([*parts, _escaped(text[last:])])


def _code(text: str) -> str:
    """Return a code span of `text`, whose fence is longer than any run of backticks in the text."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return _in_cell(f"{fence}{padding}{text}{padding}{fence}")


def _in_cell(code: str) -> str:
    """Escape `|` in code: it ends a table cell even there. No other character can be escaped in code."""
    return code.replace("|", "\\|")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda char: f"\\{char[0]}", text)

"""Report as a Markdown table, for the summary of a CI run or a comment on a pull request.

Source: GitHub Flavored Markdown. GitHub also turns `@name`, `#1`, `$x$` and addresses into links or formulas, but not
in code, so paths and quoted values are written as code.
"""

from collections.abc import Sequence
from typing import TextIO

from paicatalog.protocol.finding import Finding
from paicatalog.publishing.markdown_text import code_span, sentence_markdown
from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.count import Count
from paicatalog.rules.wording import escape_controls, sentence


def write(checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False) -> None:  # noqa: ARG001
    """Write a heading with the totals and a row for each finding."""
    stream.write(f"## {sentence(str(Count.of(checked)))}\n")
    if not any(file.findings for file in checked):
        return
    stream.write("\n| where | severity | what | rule |\n|---|---|---|---|\n")
    for file in checked:
        stream.writelines(f"{_row(finding)}\n" for finding in file.findings)


def _row(finding: Finding) -> str:
    where = code_span(escape_controls(f"{finding.path}:{finding.span.line}:{finding.span.column}"), in_cell=True)
    what = sentence_markdown(f"{finding.message} {finding.hint}".rstrip(), in_cell=True)
    return f"| {where} | {finding.severity} | {what} | {finding.rule} |"

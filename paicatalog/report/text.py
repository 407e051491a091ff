"""Report for terminals: place, message, source line and hint of each finding."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from paicatalog.protocol.finding import Finding, Severity
from paicatalog.protocol.place import Span
from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.count import Count, counted
from paicatalog.report.workflow_commands import without_commands
from paicatalog.rules.wording import escape_controls

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_BOLD, _DIM = "1", "2"


def write(checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False) -> None:  # noqa: ARG001
    """Write all findings, and a line of totals."""
    files = {file.path: file for file in checked}
    for file in checked:
        for finding in file.findings:
            lines = _finding(finding, files, color=color)
            stream.writelines(f"{without_commands(line)}\n" for line in lines)
    count = Count.of(checked)
    if any(file.findings for file in checked):
        stream.write(f"{_paint(_totals(count), _BOLD, color=color)}\n")
    else:
        stream.write(f"All is well: nothing to complain about in {counted(count.files, 'file')}.\n")


def _finding(finding: Finding, files: Mapping[str, ReportedFile], *, color: bool) -> Iterator[str]:
    place = escape_controls(f"{finding.path}:{finding.span.line}:{finding.span.column}")
    kind = _paint(f"{finding.severity}[{finding.rule}]", _COLORS[finding.severity], color=color)
    yield f"{_paint(place, _BOLD, color=color)}: {kind} {finding.message}"
    if finding.path in files:
        yield from _excerpt(files[finding.path], finding.span, _COLORS[finding.severity], color=color)
    for related in finding.related:
        where = escape_controls(f"{related.path}:{related.span.line}:{related.span.column}")
        yield f"  {_paint('see:', _DIM, color=color)} {where}: {related.label}"
        if related.path in files:
            yield from _excerpt(files[related.path], related.span, _DIM, color=color)
    if finding.hint:
        yield f"  {_paint('help:', _COLORS[Severity.NOTE], color=color)} {finding.hint}"
    yield ""


def _excerpt(file: ReportedFile, span: Span, style: str, *, color: bool) -> Iterator[str]:
    line, start, end = file.excerpt(span)
    if not line.strip():
        return
    margin = _paint(f"{span.line:>5} |", _DIM, color=color)
    yield f"{margin} {line}"
    carets = "^" * max(1, end - start)
    yield f"{_paint('      |', _DIM, color=color)} {' ' * (start - 1)}{_paint(carets, style, color=color)}"


def _totals(count: Count) -> str:
    text = f"{count}."
    return text[:1].upper() + text[1:]


def _paint(text: str, style: str, *, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color else text

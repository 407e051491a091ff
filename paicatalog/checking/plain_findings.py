"""Findings as plain values (lists, strings and numbers), for the cache and for sending them between processes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from paicatalog.protocol.finding import Finding, Related, Severity
from paicatalog.protocol.place import Span, json_pointer


def findings_to_plain(findings: Iterable[Finding], indexes: Mapping[str, int]) -> list[Any]:
    """Return findings as plain values, with the index of each path in place of the path."""
    return [_to_plain(finding, indexes) for finding in findings]


def findings_from_plain(plain: Any, paths: Sequence[str]) -> tuple[Finding, ...]:
    """Return the findings that `findings_to_plain` converted; `paths` are those of its indexes.

    Raises TypeError, ValueError or IndexError if the values are not what it returned.
    """
    return tuple([_from_plain(each, paths) for each in plain])


def texts_of(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the texts in findings that may quote their files."""
    for finding in findings:
        yield from (finding.message, finding.hint, json_pointer(finding.pointer))
        yield from (related.label for related in finding.related)


def _to_plain(finding: Finding, indexes: Mapping[str, int]) -> list[Any]:
    return [
        finding.rule,
        str(finding.severity),
        indexes[finding.path],
        finding.pointer,
        _plain_span(finding.span),
        finding.message,
        finding.hint,
        [[indexes[related.path], _plain_span(related.span), related.label] for related in finding.related],
    ]


def _from_plain(plain: Any, paths: Sequence[str]) -> Finding:
    rule, severity, path, pointer, span, message, hint, related = plain
    return Finding(
        _text(rule),
        Severity(severity),
        paths[_number(path)],
        tuple([step if isinstance(step, str) else _number(step) for step in pointer]),
        _span(span),
        _text(message),
        _text(hint),
        tuple([Related(paths[_number(other)], _span(at), _text(label)) for other, at, label in related]),
    )


def _plain_span(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def _span(plain: Any) -> Span:
    line, column, end_line, end_column = map(_number, plain)
    return Span(line, column, end_line, end_column)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError(value)
    return value

"""Running rules: violations become findings with positions, and a rule that crashes does not stop others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, product
from typing import Any

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.corrections import Corrections, with_corrections
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Finding, Related, Severity, Violation
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.locate import locate, source_line
from paicatalog.protocol.place import Place, Span
from paicatalog.protocol.read import parse
from paicatalog.rules import RULES
from paicatalog.rules.document_parts import job_of
from paicatalog.rules.rule import ABOUT_JOBS, MAXIMUM_FINDINGS, Rule, Scope
from paicatalog.rules.secret_words import secret_words, without_secrets
from paicatalog.rules.wording import escape_controls

_CRASH = "rule-crash"
_MAXIMUM_ERRORS = 5
_MAXIMUM_REPAIRS = 10
"""Lines of one file that prevent it from being YAML and are all reported; each takes a few more parses."""
_SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file and its findings."""

    document: Document
    findings: tuple[Finding, ...]
    """Sorted by position."""


def check_document(document: Document, *, rules: Sequence[Rule] = RULES) -> tuple[Finding, ...]:
    """Run the rules for single files on a document; return the findings sorted by position.

    If lines prevent the file from being YAML, and how they were meant is known, the rest of it is checked as well.
    """
    found = _check(document, rules)
    repaired = _repaired(document)
    for _ in range(_MAXIMUM_REPAIRS):
        if repaired is None:
            break
        lines = {finding.span.line for finding in found}  # The repair of these is a guess.
        more = [finding for finding in _check(repaired, rules) if finding.span.line not in lines]
        if sum(finding.severity is Severity.ERROR for finding in more) > _MAXIMUM_ERRORS:
            break  # A repair after which so much is wrong is none.
        found = sort_findings((*found, *more))
        repaired = _repaired(repaired)
    return found


def _repaired(document: Document) -> Document | None:
    """Return the document after the repair of a line, None if there is none. It has as many lines as before."""
    texts = (problem.detail.get("repaired") for problem in document.problems)
    text = next((text for text in texts if text), None)
    return parse(replace(document.source, content=text.encode())) if text else None


def _check(document: Document, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    documents = {document.source.path: document}
    found: list[Finding] = []
    valid = not document.problems
    corrections = Corrections(document.data) if valid else with_corrections(document.data, document.problems)
    corrected = document
    if corrections.moves:
        corrected = replace(document, data=corrections.data, source_place=corrections.source_place)
    for rule in _applicable_rules(rules, corrected, valid=valid):
        # Most rules find nothing in most files: this case must be fast.
        try:
            remaining = iter(rule.check(document if rule.reports_problem else corrected))
            first = next(remaining, None)
        except Exception as error:
            remaining, first = iter(()), _crash(rule, error)
        if first is not None:
            violations = list(islice(chain([first], _guarded(rule, remaining)), MAXIMUM_FINDINGS + 1))
            if corrections.moves and not rule.reports_problem:
                violations = [_at_original_places(violation, corrections) for violation in violations]
            found += _limited([make_finding(rule, document, violation, documents) for violation in violations])
    return sort_findings(without_secrets(found, {document.source.path: secret_words(corrected)})) if found else ()


def _applicable_rules(rules: Sequence[Rule], document: Document, *, valid: bool) -> Iterator[Rule]:
    """Yield those of `rules` that may find something in a document; `valid` means that it has no problems."""
    content, known = document.source.content, document.keys if valid else None
    for (keys, texts), applicable in _rules_by_needs(rules)[valid, bool(job_of(document))].items():
        if known is None or (not (keys and known.isdisjoint(keys)) and not (texts and _contains_none(content, texts))):
            yield from applicable


def _contains_none(content: bytes, texts: tuple[bytes, ...]) -> bool:
    for text in texts:  # noqa: SIM110 - `any` with a generator takes three times as long
        if text in content:
            return False
    return True


_Needs = tuple[frozenset[str], tuple[bytes, ...]]
"""`Rule.keys` and `Rule.texts`."""


@cache_last_result
def _rules_by_needs(rules: Sequence[Rule]) -> Mapping[tuple[bool, bool], Mapping[_Needs, list[Rule]]]:
    """Return the rules for single files by (whether a file has no problems, whether it is a job), then by the keys and
    texts that it must contain."""
    applicable: dict[tuple[bool, bool], dict[_Needs, list[Rule]]] = {}
    for valid, job in product((True, False), repeat=2):
        by_needs = applicable[valid, job] = {}
        for rule in rules:
            irrelevant = (valid and rule.reports_problem) or (not job and rule.group in ABOUT_JOBS)
            if rule.scope is Scope.FILE and not irrelevant:
                by_needs.setdefault((rule.keys, rule.texts), []).append(rule)
    return applicable


def check_catalog(catalog: Catalog, *, rules: Iterable[Rule] = RULES) -> Mapping[str, tuple[Finding, ...]]:
    """Run the rules for the whole catalog; return the findings by path, without files that have none."""
    documents = {document.source.path: document for document in catalog.documents}
    found: dict[str, list[Finding]] = {}
    for rule in rules:
        if rule.scope is Scope.CATALOG:
            own: dict[str, list[Finding]] = {}
            for named, violation in _guarded_for_catalog(rule, catalog):
                path = named or next(iter(documents), "")
                if path in documents and len(own.setdefault(path, [])) <= MAXIMUM_FINDINGS:
                    own[path].append(make_finding(rule, documents[path], violation, documents))
            for path, findings in own.items():
                found.setdefault(path, []).extend(_limited(findings))
    secrets = _SecretWords(documents)
    return {path: sort_findings(without_secrets(findings, secrets)) for path, findings in found.items()}


class _SecretWords(dict[str, tuple[str, ...]]):
    """The secret words of files by path, computed on first use."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def __missing__(self, path: str) -> tuple[str, ...]:
        self[path] = secret_words(self._documents[path])
        return self[path]


def _at_original_places(violation: Violation, corrections: Corrections) -> Violation:
    """Return a violation found in corrected data with its places in the original file."""
    related = tuple((path, corrections.source_place(place), label) for path, place, label in violation.related)
    return replace(violation, place=corrections.source_place(violation.place), related=related)


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings of one file sorted by position, then severity, then rule."""
    return tuple(sorted(findings, key=_order))


def _limited(findings: list[Finding]) -> Sequence[Finding]:
    """Return at most `MAXIMUM_FINDINGS` of one rule in one file; if there are more, the last has a hint about that."""
    if len(findings) <= MAXIMUM_FINDINGS:
        return findings
    *shown, last = sort_findings(findings[:MAXIMUM_FINDINGS])
    more = f"This is number {MAXIMUM_FINDINGS} of `{last.rule}` in this file; the others are not shown."
    return [*shown, replace(last, hint=f"{last.hint} {more}".lstrip())]


def _order(finding: Finding) -> tuple[Any, ...]:
    span = finding.span
    return span.line, span.column, _SEVERITY_ORDER[finding.severity], finding.rule, finding.message


def _guarded(rule: Rule, violations: Iterator[Violation]) -> Iterator[Violation]:
    """Yield the violations of a rule; if it crashes, yield a violation about that."""
    try:
        yield from violations
    except Exception as error:
        yield _crash(rule, error)


def _guarded_for_catalog(rule: Rule, catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Yield (path, violation) of a rule for the catalog; if it crashes, yield a violation with an empty path."""
    try:
        yield from rule.check(catalog)
    except Exception as error:
        yield "", _crash(rule, error)


def _crash(rule: Rule, error: Exception) -> Violation:
    return _Crash(
        place=Place((), line=1, column=1),
        message=f"The rule `{rule.id}` failed with {type(error).__name__}: {error}.",
        hint="This is a mistake in paicatalog, not in the file: please report it.",
    )


class _Crash(Violation):
    """A violation about a rule that crashed."""


def make_finding(rule: Rule, document: Document, violation: Violation, documents: Mapping[str, Document]) -> Finding:
    """Return a violation as a finding with positions; `documents` contains those of related places, by path."""
    crashed = isinstance(violation, _Crash)
    return Finding(
        rule=_CRASH if crashed else rule.id,
        severity=Severity.ERROR if crashed else rule.severity,
        path=document.source.path,
        pointer=violation.place.pointer,
        span=_position(document, violation.place),
        message=escape_controls(violation.message),
        hint=escape_controls(violation.hint),
        related=tuple(
            Related(path, _position(documents[path], place), escape_controls(label))
            for path, place, label in violation.related
            if path in documents
        ),
    )


def _position(document: Document, place: Place) -> Span:
    """Return the span of a place, cut to one line: readers look for the beginning of a longer one."""
    span = locate(document, place)
    if span.line == span.end_line:
        return span
    end = len(source_line(document, span.line).rstrip()) + 1
    return Span(span.line, span.column, span.line, max(end, span.column + 1))

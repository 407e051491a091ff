"""Suppression of findings by comments in the files and by the configuration."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.place import Pointer
from paicatalog.rules import RULE_BY_ID
from paicatalog.rules.check import CheckedFile, make_finding, sort_findings
from paicatalog.rules.ignore_comment import IgnoreComment, Word, ignore_comments
from paicatalog.rules.reading.unused_ignore import unused_ignore, unused_in_comment, unused_in_configuration
from paicatalog.rules.rule import MAXIMUM_FINDINGS, Rule, Scope
from paicatalog.rules.settings import NO_SETTINGS, Ignore, Settings


@dataclass(frozen=True, slots=True)
class SuppressionResult:
    """Files with the findings that are not suppressed."""

    files: tuple[CheckedFile, ...]
    unused: tuple[Ignore, ...]
    """The entries of the configuration that apply to no finding."""


def apply_suppressions(
    files: Iterable[CheckedFile],
    *,
    rules: Collection[Rule],
    settings: Settings = NO_SETTINGS,
    shown_from: Path = Path(),
    whole: bool = True,
) -> SuppressionResult:
    """Remove findings that comments and `settings` ignore, set the severity of others, and report unused comments.

    `files` have all findings of `rules`; their paths are relative to `shown_from`. `whole` means that they are the
    whole catalog: otherwise it is unknown what the rules for the catalog find, and comments that ignore these rules are
    not reported.
    """
    checked_rules = {rule.id for rule in rules if whole or rule.scope is Scope.FILE}
    configured = _Configuration(settings, shown_from)
    remaining = tuple(configured.apply(_apply_comments(file, checked_rules)) for file in files)
    return SuppressionResult(remaining, tuple(ignore for ignore in settings.ignores if ignore not in configured.used))


def checked_configuration(
    configuration: SourceFile | Document, section: Pointer, unused: Iterable[Ignore], settings: Settings
) -> CheckedFile:
    """Return `mkdocs.yml` as a checked file, with a finding for each entry of `ignore` that is unused."""
    if isinstance(configuration, SourceFile):
        configuration = Document(configuration, None, Dialect.UNKNOWN)
    rule = RULE_BY_ID[unused_ignore.id]
    configured = replace(rule, severity=settings.severities.get(rule.id, rule.severity))
    violations = [unused_in_configuration(ignore, (*section, "ignore", ignore.index)) for ignore in unused]
    return CheckedFile(configuration, tuple(make_finding(configured, configuration, each, {}) for each in violations))


def _apply_comments(file: CheckedFile, checked_rules: Collection[str]) -> CheckedFile:
    comments = [comment for comment in ignore_comments(file.document.source) if comment.works]
    if not comments:
        return file
    kept, used = _uncovered(file.findings, comments)
    if unused_ignore.id not in checked_rules:
        return replace(file, findings=tuple(kept))
    pairs = [(comment, name) for comment in comments for name in comment.names if name.text in checked_rules]
    about_this_rule = [pair for pair in pairs if pair[1].text == unused_ignore.id]
    others = [pair for pair in pairs if pair[1].text != unused_ignore.id]
    unused, also_used = _uncovered(_unused_names(file.document, others, used), comments)
    about_unused = _unused_names(file.document, about_this_rule, also_used)
    return replace(file, findings=sort_findings([*kept, *unused, *about_unused]))


def _uncovered(
    findings: Iterable[Finding], comments: Sequence[IgnoreComment]
) -> tuple[list[Finding], set[tuple[IgnoreComment, str]]]:
    """Return the findings that no comment covers, and (comment, rule) for each comment that covers some."""
    by_rule: dict[str, list[IgnoreComment]] = {}
    for comment in comments:
        for name in comment.names:
            by_rule.setdefault(name.text, []).append(comment)
    kept: list[Finding] = []
    used: set[tuple[IgnoreComment, str]] = set()
    for finding in findings:
        covering = [comment for comment in by_rule.get(finding.rule, ()) if comment.covers(finding)]
        used.update((comment, finding.rule) for comment in covering)
        if not covering:
            kept.append(finding)
    return kept, used


def _unused_names(
    document: Document, pairs: Iterable[tuple[IgnoreComment, Word]], used: Collection[tuple[IgnoreComment, str]]
) -> Iterator[Finding]:
    unused = (unused_in_comment(comment, name) for comment, name in pairs if (comment, name.text) not in used)
    for violation in islice(unused, MAXIMUM_FINDINGS):
        yield make_finding(RULE_BY_ID[unused_ignore.id], document, violation, {})


class _Configuration:
    """Applies the configuration to files one by one, and records which of its entries were used."""

    def __init__(self, settings: Settings, shown_from: Path) -> None:
        self.used: set[Ignore] = set()
        self._settings = settings
        self._shown_from = shown_from

    def apply(self, file: CheckedFile) -> CheckedFile:
        settings = self._settings
        if not file.findings or not (settings.ignores or settings.severities):
            return file
        path = settings.relative(self._shown_from / file.document.source.path)
        kept = [self._with_severity(finding) for finding in file.findings if not self._ignored(finding, path)]
        return replace(file, findings=sort_findings(kept))

    def _ignored(self, finding: Finding, path: str) -> bool:
        covering = [ignore for ignore in self._settings.ignores if ignore.covers(finding, path)]
        self.used.update(covering)
        return bool(covering)

    def _with_severity(self, finding: Finding) -> Finding:
        severity = self._settings.severities.get(finding.rule, finding.severity)
        return finding if severity is finding.severity else replace(finding, severity=severity)

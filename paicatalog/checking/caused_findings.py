"""Findings caused by a change: all in the changed files, and new ones in other files."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from paicatalog.catalog.linking import build_catalog
from paicatalog.checking.catalog_findings import with_catalog_findings
from paicatalog.checking.check_files import check_files
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.rules.check import CheckedFile, check_catalog
from paicatalog.rules.rule import Rule

_Key = tuple[str, str, str]


def check_former_state(
    alone: Iterable[CheckedFile], changed: Collection[str], former: Sequence[SourceFile], *, rules: Sequence[Rule]
) -> tuple[CheckedFile, ...]:
    """Return the checked files of an earlier state of the catalog.

    `alone` are the present files with the findings of the rules for single files; those not in `changed` are reused.
    `former` are the earlier contents of the changed files, which are checked again.
    """
    files = [file for file in alone if file.document.source.path not in changed]
    files += check_files(former, rules=rules)
    return with_catalog_findings(files, check_catalog(build_catalog([file.document for file in files]), rules=rules))


def caused_findings(
    files: Iterable[CheckedFile], before: Iterable[CheckedFile], changed: Collection[str]
) -> tuple[CheckedFile, ...]:
    """Return the files affected by a change, with the findings that it causes.

    These are all findings in a changed file, all with a related place in one, and all new ones. A finding is not new if
    `before` has one of the same rule with the same message for the same file, whatever its line.
    """
    known = Counter(_key(finding) for file in before for finding in file.findings)
    found = []
    for file in files:
        is_changed = file.document.source.path in changed
        findings = file.findings if is_changed else tuple(_new(file.findings, known, changed))
        if is_changed or findings:
            found.append(replace(file, findings=findings))
    return tuple(found)


def _new(findings: Iterable[Finding], known: Counter[_Key], changed: Collection[str]) -> Iterator[Finding]:
    for finding in findings:
        key = _key(finding)
        if any(related.path in changed for related in finding.related) or not known[key]:
            yield finding
        known[key] -= 1 if known[key] else 0


def _key(finding: Finding) -> _Key:
    return finding.path, finding.rule, finding.message

"""Findings caused by a change: all in the changed files, and new ones in other files."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from paicatalog.catalog.linking import build_catalog
from paicatalog.checking.catalog_findings import joined
from paicatalog.checking.check_files import check_files
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.rules.check import CheckedFile, check_catalog
from paicatalog.rules.rule import Rule

_Identity = tuple[str, str, str]


def as_it_was(
    alone: Iterable[CheckedFile], changed: Collection[str], former: Sequence[SourceFile], *, rules: Sequence[Rule]
) -> tuple[CheckedFile, ...]:
    """Return the checked files of an earlier state of the catalog.

    `alone` are the present files with the findings of the rules for single files; those not in `changed` are reused.
    `former` are the earlier contents of the changed files, which are checked again.
    """
    files = [file for file in alone if file.document.source.path not in changed]
    files += check_files(former, rules=rules)
    return joined(files, check_catalog(build_catalog([file.document for file in files]), rules=rules))


def caused(
    files: Iterable[CheckedFile], before: Iterable[CheckedFile], changed: Collection[str]
) -> tuple[CheckedFile, ...]:
    """Return the files affected by a change, with the findings that it causes.

    These are all findings in a changed file, all with a related place in one, and all new ones. A finding is not new if
    `before` has one of the same rule with the same message for the same file, whatever its line.
    """
    known = Counter(_identity(finding) for file in before for finding in file.findings)
    found = []
    for file in files:
        touched = file.document.source.path in changed
        findings = file.findings if touched else tuple(_new(file.findings, known, changed))
        if touched or findings:
            found.append(replace(file, findings=findings))
    return tuple(found)


def _new(findings: Iterable[Finding], known: Counter[_Identity], changed: Collection[str]) -> Iterator[Finding]:
    for finding in findings:
        identity = _identity(finding)
        if any(related.path in changed for related in finding.related) or not known[identity]:
            yield finding
        known[identity] -= 1 if known[identity] else 0


def _identity(finding: Finding) -> _Identity:
    return finding.path, finding.rule, finding.message

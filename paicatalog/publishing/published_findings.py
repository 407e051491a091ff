"""Findings without secrets, for pages, reports and the cache.

The rules have hidden those that they know in messages and hints. This hides all that masking finds in the file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from paicatalog.protocol.finding import Finding
from paicatalog.publishing.secret_search import SecretSearch

_QUOTED = re.compile(r"`([^`]*?)(…?)`")
"""What a message quotes of a file, and the sign that it is cut. Its own words are not masked: each may be a secret."""


def publish_findings(
    findings: Mapping[str, tuple[Finding, ...]], searches: Mapping[str, SecretSearch], paths: Mapping[str, str]
) -> Mapping[str, tuple[Finding, ...]]:
    """Return findings by path; `searches` finds the secrets of files by path, `paths` are those that are replaced."""
    return {
        paths.get(path, path): tuple(_moved(without_secrets(found, searches.get(path)), paths))
        for path, found in findings.items()
    }


def without_secrets(findings: tuple[Finding, ...], search: SecretSearch | None) -> tuple[Finding, ...]:
    """Return the findings of a file without what `search` finds in the parts of it that they quote."""
    return tuple([_published(finding, search) for finding in findings]) if search else findings


def _published(finding: Finding, search: SecretSearch) -> Finding:
    def masked(text: str) -> str:
        return _QUOTED.sub(lambda quoted: f"`{search.masked_excerpt(quoted[1])}{quoted[2]}`", text)

    return replace(
        finding,
        message=masked(finding.message),
        hint=masked(finding.hint),
        pointer=tuple([search.masked(step) if isinstance(step, str) else step for step in finding.pointer]),
        related=tuple([replace(each, label=masked(each.label)) for each in finding.related]),
    )


def _moved(findings: Iterable[Finding], paths: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings with the published paths of their files."""
    for finding in findings:
        if finding.path in paths or any(each.path in paths for each in finding.related):
            related = tuple(replace(each, path=paths.get(each.path, each.path)) for each in finding.related)
            yield replace(finding, path=paths.get(finding.path, finding.path), related=related)
        else:
            yield finding

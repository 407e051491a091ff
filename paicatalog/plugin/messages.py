"""What the plugin logs."""

import logging
from collections.abc import Sequence

from paicatalog.protocol.finding import Finding, Severity
from paicatalog.publishing.docs_folder import Refused
from paicatalog.report.workflow_commands import without_commands
from paicatalog.rules.wording import escape_controls
from paicatalog.site.context import SiteContext
from paicatalog.site.theme.patches import Patch

log = logging.getLogger("mkdocs.plugins.paicatalog")

_MOST_COMMITS_NAMED = 3
_LEVELS = {Severity.ERROR: logging.WARNING, Severity.WARNING: logging.INFO, Severity.NOTE: logging.DEBUG}
"""Findings of severity error are logged as warnings, which make a strict build of MkDocs fail."""


def warn_of_conflict(own: str, url: str) -> None:
    log.warning("%s of the docs folder has the address %s of the catalog's own page: rename it.", safe(own), url)


def tell(context: SiteContext, *, strict: bool) -> None:
    """Log the findings, and what is missing in the catalog or wrong in Git."""
    for warning in context.warnings:
        log.warning("%s", escape_controls(warning))
    if context.misdated:
        # A warning fails a strict build, and a published commit cannot be corrected.
        log.log(logging.INFO if strict else logging.WARNING, "%s", _misdated(context.misdated))
    for notice in context.notices:
        log.info("%s", notice)
    for findings in context.findings.values():
        for finding in findings:
            log.log(_LEVELS[finding.severity], "%s", _sentence(finding))


def _misdated(commits: Sequence[str]) -> str:
    named = [commit[:7] for commit in commits[:_MOST_COMMITS_NAMED]]
    more = ["..."] if len(commits) > _MOST_COMMITS_NAMED else []
    return (
        f"Commits with a date or time zone that does not exist: {len(commits)} ({', '.join(named + more)}). "
        "Pages, API and feed show the nearest valid date."
    )


def refusal(refused: Refused) -> str:
    return safe(f"{refused.path} of the docs folder is not published: {refused.reason}. {refused.remedy}.")


def tell_unapplied(patch: Patch) -> None:
    log.warning(
        "The installed release of the theme has another template `%s` than expected, so the site lacks %s: install the "
        "release that you used before.",
        patch.template,
        patch.purpose,
    )


def _sentence(finding: Finding) -> str:
    place = f"{finding.path}:{finding.span.line}:{finding.span.column}"
    return safe(" ".join(filter(None, (f"{place}: {finding.message}", finding.hint, f"[{finding.rule}]"))))


def safe(text: str) -> str:
    """Return one line of the log in which nothing controls a terminal or GitHub Actions."""
    return without_commands(escape_controls(text))

"""The health page: all findings in the catalog, by rule, with the same messages as `paicatalog validate`."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paicatalog.catalog.component import Identity
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.rules import RULE_BY_ID
from paicatalog.site.build_context import BuildContext, Hyperlink, PageLinks
from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.context import SiteContext
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.pages.component.file_panel import LONGEST
from paicatalog.site.theme.language import gettext, gettext_noop, ngettext
from paicatalog.site.urls.addresses import HEALTH, problem_url, rule_url

TITLE = gettext_noop("Health")
DESCRIPTION = gettext_noop("Every finding in the files of this catalog, by rule: what is wrong, where, and what to do.")
MOST_OF_A_RULE = 50
"""The most findings of one rule on the page, so that it does not grow with the catalog."""


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """One finding."""

    where: Hyperlink
    line: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The findings of one rule."""

    id: str
    url: str
    severity: str
    count: int
    rows: tuple[FindingEntry, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def health_page(context: SiteContext) -> Page:
    """Return the page of all findings; rules are sorted by severity, then by number of findings."""
    links = PageLinks(BuildContext.of(context), HEALTH)
    documents = context.catalog.documents
    counts = Counter(finding.severity for _, finding in _findings(context.findings))
    title, description = gettext(TITLE), gettext(DESCRIPTION)
    html = links.build.render(
        "health.html.jinja",
        title=title,
        description=description,
        root=links.root,
        files=len(documents),
        valid=sum(document.valid for document in documents),
        counts=[(_severity_label(severity, counts[severity]), counts[severity]) for severity in Severity],
        rules=_by_rule(context.findings, links),
        trend=context.trend,
    )
    return Page(links.url, title, description, html, SearchEntry("page", title, description, plain_text(html)[:5_000]))


def _severity_label(severity: Severity, number: int) -> str:
    """Return the label for a number of findings of a severity."""
    if severity is Severity.ERROR:
        return ngettext("error", "errors", number)
    return (
        ngettext("warning", "warnings", number) if severity is Severity.WARNING else ngettext("note", "notes", number)
    )


def _findings(findings: Mapping[str, tuple[Finding, ...]]) -> Iterator[tuple[str, Finding]]:
    for path in sorted(findings):
        for finding in findings[path]:
            yield path, finding


def _by_rule(findings: Mapping[str, tuple[Finding, ...]], links: PageLinks) -> list[RuleFindings]:
    grouped: dict[tuple[str, Severity], list[tuple[str, Finding]]] = {}
    for path, finding in _findings(findings):
        grouped.setdefault((finding.rule, finding.severity), []).append((path, finding))
    pages = {component.path: component.identity for component in links.build.context.catalog.components}
    lines = {document.source.path: _lines_shown(document) for document in links.build.context.catalog.documents}
    made = []
    for (rule, severity), own in grouped.items():
        rows = tuple(
            FindingEntry(
                where=Hyperlink(path, _url(path, pages, links) + _anchor(finding, lines[path])),
                line=finding.span.line,
                message=finding.message,
                hint=finding.hint,
            )
            for path, finding in own[:MOST_OF_A_RULE]
        )
        url = links.to(rule_url(rule)) if rule in RULE_BY_ID else ""
        made.append(RuleFindings(rule, url, severity.value, len(own), rows))
    order = [severity.value for severity in Severity]
    return sorted(made, key=lambda found: (order.index(found.severity), -found.count, found.id))


def _url(path: str, pages: Mapping[str | None, Identity], links: PageLinks) -> str:
    identity = pages.get(path)
    return links.to(links.build.addresses.page(identity) if identity else problem_url(path))


def _lines_shown(document: Document) -> int:
    """Return the number of lines that a file's page shows; 0 if the file is too long to be shown."""
    text = document.source.text
    return text.count("\n") + (not text.endswith("\n")) if text and len(text) <= LONGEST else 0


def _anchor(finding: Finding, lines: int) -> str:
    return f"#L{finding.span.line}" if finding.span.line <= lines else ""

"""The data that the pages of components of all types show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from urllib.parse import quote

from markupsafe import Markup

from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component, Identity
from paicatalog.catalog.deprecation import successor
from paicatalog.catalog.git.commit_log import Commit
from paicatalog.protocol.finding import Finding, Related, Severity
from paicatalog.site.build_context import Hyperlink, PageLinks
from paicatalog.site.code.markdown import markdown
from paicatalog.site.code.shortened import shortened
from paicatalog.site.facts.description import description
from paicatalog.site.facts.file_changes import FileChange, file_changes
from paicatalog.site.facts.grade import Grade
from paicatalog.site.page import MOST_ROWS, MOST_VERSIONS
from paicatalog.site.pages.compare_page import comparison, comparison_with_any
from paicatalog.site.pages.component.citation import citation
from paicatalog.site.theme.language import gettext
from paicatalog.site.theme.type_icons import type_icon
from paicatalog.site.theme.type_names import type_plural, type_word
from paicatalog.site.urls.addresses import rule_url, segment, type_url

_MOST_SHARED = 4
"""The most shared features listed for a similar component."""


@dataclass(frozen=True, slots=True)
class CommitRow:
    """One commit of the file's history."""

    date: str
    iso: str
    author: str
    subject: str
    short_id: str
    url: str
    change: FileChange | None = None
    """The diff; None if it is not shown."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding."""

    severity: str
    message: str
    hint: str
    rule: Hyperlink
    line: int
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A component that is similar to the page's."""

    component: Hyperlink
    compare_url: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the page's component; `compare_url` is "" for the version that the page shows."""

    version: Hyperlink
    compare_url: str


@dataclass(frozen=True, slots=True)
class ComponentView:
    """The data shared by the pages of all components; missing texts are "", missing lists empty."""

    root: str
    type: str
    type_word: str
    icon: Markup
    types: Hyperlink
    name: str
    version: str
    summary: str
    facts: CatalogFacts
    tags: tuple[Hyperlink, ...]
    contributor: str
    homepage: Hyperlink | None
    successor: Hyperlink | None
    description: Markup
    valid: bool
    drifts: bool
    """Whether a component embedded in the job has another `uri` than the shared component of its name."""
    users: int
    """The number of jobs that use it."""
    derived: bool
    newest: Hyperlink | None
    """The newest version if the page shows an older one, else None."""
    since_url: str
    """The comparison of the older with the newest version; "" if the page shows the newest."""
    versions: tuple[VersionRow, ...]
    """The newest versions and the one that the page shows, which is not a link, newest first; empty if it is the only
    one."""
    other_versions: int
    """The number of versions besides the one that the page shows."""
    more_versions: int
    """The number of versions that are not listed."""
    versions_url: str
    """The URL of the list of all versions: on the newest version's page, or a search."""
    similar: tuple[SimilarRow, ...]
    compare_url: str
    """The form for comparing it with any other component."""
    citation: str
    """"" if there is no permanent URL."""
    added: CommitRow | None
    changed: CommitRow | None
    history: tuple[CommitRow, ...]
    older_commits: int
    findings: tuple[FindingRow, ...]
    grade: Grade | None
    badge_url: str
    badge_snippet: str
    """Markdown for embedding the badge on other sites; "" without `site_url`."""
    path: str
    file_url: str
    edit_url: str
    history_url: str
    """The list of the file's commits in the repository."""
    blame_url: str
    report_url: str
    """The form for a new issue in the repository."""
    raw_url: str
    api_url: str


def component_view(component: Component, links: PageLinks) -> ComponentView:
    """Return the data of a component's page."""
    build, identity = links.build, component.identity
    facts = CatalogFacts.of(component.data)
    newest = _newest(component, links)
    commits = component.history.commits if component.history else ()
    rows = tuple(_history(component, links)) if commits else ()
    path, last = component.path or "", commits[0].id if commits else None
    versions, listed = build.context.catalog.versions_of(*identity[:2]), _versions(component, links)
    return ComponentView(
        root=links.root,
        type=identity.type.value,
        type_word=type_word(identity.type),
        icon=type_icon(identity.type.value),
        types=Hyperlink(type_plural(identity.type), links.to(type_url(identity.type))),
        name=identity.name,
        version=identity.version or "",
        summary=facts.summary,
        facts=facts,
        tags=tuple(Hyperlink(tag, links.to(tag_url(tag))) for tag in facts.tags),
        contributor=scalar_text(component.data.get("contributor")),
        homepage=web_link(facts.homepage) if facts.homepage else None,
        successor=_successor(component, facts, links),
        description=markdown(description(component)),
        valid=component.valid,
        drifts=any(link.drift and link.target for link in build.context.catalog.uses(identity)),
        users=len({link.job for link in build.context.catalog.used_by(identity)}),
        derived=component.derived,
        newest=links.component(newest) if newest else None,
        since_url=comparison(identity, newest, links) if newest else "",
        versions=listed,
        other_versions=max(len(versions) - 1, 0),
        more_versions=len(versions) - len(listed) if listed else 0,
        versions_url=f"{links.component(newest).url}#versions" if newest else links.to(versions_url(identity)),
        similar=_similar(component, links),
        compare_url=comparison_with_any(identity, links),
        citation=citation(component, facts, links),
        added=commit_row(added, component.path, links)
        if (added := component.history and component.history.added)
        else None,
        changed=rows[0] if rows else None,
        history=rows,
        older_commits=len(commits) - len(rows),
        findings=finding_rows(build.context.findings.get(path, ()), links),
        grade=(graded := build.grade(component)),
        badge_url=links.to(build.addresses.badge(identity)) if graded else "",
        badge_snippet=_badge_snippet(component, links) if graded else "",
        path=path,
        file_url=build.repositories.file(component.path, commit=last),
        edit_url=build.repositories.edit(component.path),
        history_url=build.repositories.history(component.path),
        blame_url=build.repositories.blame(component.path, commit=last),
        report_url=report_url(f"{component.type.value} {component.name}", component.path, links, commit=last),
        raw_url=links.to(build.addresses.raw(identity)) if path else "",
        api_url=links.to(build.addresses.api(identity)),
    )


def report_url(subject: str, path: str | None, links: PageLinks, *, commit: str | None) -> str:
    """Return the URL of the form for a new issue, which contains the URLs of the file at `commit` and of the page."""
    repositories, site = links.build.repositories, links.build.context.config.site_url
    file = repositories.file(path, commit=commit)
    body = "\n".join(filter(None, [file, f"{site}{links.url}" if site else ""]))
    return repositories.new_issue(f"{subject}: ", f"{body}\n\n" if body else "", path)


def _badge_snippet(component: Component, links: PageLinks) -> str:
    site = links.build.context.config.site_url
    badge = links.build.addresses.badge(component.identity)
    return f"[![Reproducibility]({site}{badge})]({site}{links.url})" if site else ""


def web_link(uri: str) -> Hyperlink:
    """Return a link for `http` and `https` URLs, text without a link for anything else."""
    return Hyperlink(uri, uri if uri.lower().startswith(("https://", "http://")) else "")


def commit_row(commit: Commit, path: str | None, links: PageLinks) -> CommitRow:
    """Return a commit of a file in the form that templates read."""
    return CommitRow(
        date=commit.date.date().isoformat(),
        iso=commit.date.isoformat(),
        author=commit.author,
        subject=commit.subject,
        short_id=commit.id[:7],
        url=links.build.repositories.commit(commit.id, path),
    )


def _added(component: Component, links: PageLinks) -> CommitRow | None:
    added = component.history and component.history.added
    return commit_row(added, component.path, links) if added else None


def _history(component: Component, links: PageLinks) -> Iterator[CommitRow]:
    assert component.history
    changes = file_changes(component, links.build.old_contents)
    for commit, change in zip_longest(component.history.commits[:MOST_ROWS], changes):
        yield replace(commit_row(commit, component.path, links), change=change)


def finding_rows(findings: Sequence[Finding], links: PageLinks) -> tuple[FindingRow, ...]:
    """Return findings in the form that templates read, sorted by severity and line."""
    order = list(Severity)
    ranked = sorted(findings, key=lambda finding: (order.index(finding.severity), finding.span.line))
    return tuple(_finding_row(finding, links) for finding in ranked[:MOST_ROWS])


def marked_lines(findings: Sequence[Finding]) -> dict[int, str]:
    """Return the line numbers with findings -> the highest severity of these."""
    order = list(Severity)
    ranked = sorted(findings, key=lambda finding: (finding.span.line, order.index(finding.severity)))
    return {line: next(own).severity.value for line, own in groupby(ranked, key=lambda finding: finding.span.line)}


def _finding_row(finding: Finding, links: PageLinks) -> FindingRow:
    return FindingRow(
        severity=finding.severity.value,
        message=finding.message,
        hint=finding.hint,
        rule=Hyperlink(finding.rule, links.to(rule_url(finding.rule))),
        line=finding.span.line,
        related=tuple(_related(near) for near in finding.related),
    )


def _related(near: Related) -> str:
    return f"{near.label}: {gettext('%(file)s, line %(line)s', file=near.path, line=near.span.line)}"


def tag_url(tag: str) -> str:
    """Return the URL of the browse page filtered by a tag."""
    return f"catalog/?tag={quote(tag, safe='')}"


def versions_url(identity: Identity) -> str:
    """Return the URL of a search that finds all versions of a component."""
    return f"catalog/?q={quote(identity.name, safe='')}&type={identity.type.value}"


def _successor(component: Component, facts: CatalogFacts, links: PageLinks) -> Hyperlink | None:
    if not facts.deprecated or not facts.deprecated.successor:
        return None
    if found := successor(component, links.build.context.catalog):
        return links.component(found.identity)
    named = facts.deprecated.successor
    return Hyperlink(named, "") if named != component.name else None


def _newest(component: Component, links: PageLinks) -> Identity | None:
    """Return the newest version if `component` is an older one, else None."""
    versions = links.build.context.catalog.versions_of(component.type, component.name)
    if not versions or versions[0].identity == component.identity:
        return None
    return versions[0].identity


def _similar(component: Component, links: PageLinks) -> tuple[SimilarRow, ...]:
    return tuple(
        SimilarRow(
            links.component(found.identity, note=", ".join(found.shared[:_MOST_SHARED])),
            comparison(component.identity, found.identity, links),
        )
        for found in links.build.similarity.of(component)
    )


def _versions(component: Component, links: PageLinks) -> tuple[VersionRow, ...]:
    versions = links.build.context.catalog.versions_of(component.type, component.name)
    if len(versions) < 2:
        return ()
    is_newest = versions[0].identity == component.identity
    newest = versions[: MOST_ROWS if is_newest else MOST_VERSIONS]
    known = {other.identity for other in newest}
    listed = newest if component.identity in known else (*newest, component)
    return tuple(_version(other, component, links) for other in listed)


def _version(other: Component, shown: Component, links: PageLinks) -> VersionRow:
    changed = other.history.changed.date.date().isoformat() if other.history else ""
    words = shortened(other.version or "") or gettext("no version stated")
    here = other.identity == shown.identity
    if here:
        return VersionRow(Hyperlink(words, "", changed), "")
    return VersionRow(
        Hyperlink(words, links.component(other.identity).url, changed),
        comparison(other.identity, shown.identity, links),
    )


def file_name(component: Component) -> str:
    """Return the file name for downloads of the component's file."""
    return f"{segment(component.name)}.yaml"

"""The pages of the rules: an index by group, and a page for each rule, made from its docstring."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from paicatalog.rules import RULES
from paicatalog.rules.rule import Group, Rule
from paicatalog.site.build_context import BuildContext, PageLinks
from paicatalog.site.code.markdown import markdown
from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.context import SiteContext
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.theme.language import gettext, gettext_noop
from paicatalog.site.urls.addresses import RULES as RULES_URL
from paicatalog.site.urls.addresses import rule_url

TITLE = gettext_noop("Rules")
DESCRIPTION = gettext_noop(
    "Everything that paicatalog looks for in protocol files: what it is, why it is bad, what to do instead."
)
_LONGEST_DESCRIPTION = 160


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the index."""

    id: str
    url: str
    severity: str
    summary: Markup


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of one group."""

    name: str
    title: str
    rules: tuple[RuleRow, ...]


def rule_pages(context: SiteContext) -> Iterator[Page]:
    """Yield the index of the rules and a page for each."""
    build = BuildContext.of(context)
    yield _index(RULES, PageLinks(build, RULES_URL))
    for rule in RULES:
        yield _page(rule, PageLinks(build, rule_url(rule.id)))


def _index(rules: Iterable[Rule], links: PageLinks) -> Page:
    title, description = gettext(TITLE), gettext(DESCRIPTION)
    html = links.build.render("rules.html.jinja", title=title, description=description, groups=_groups(rules, links))
    return Page(links.url, title, description, html, SearchEntry("page", title, description, plain_text(html)))


def _groups(rules: Iterable[Rule], links: PageLinks) -> tuple[RuleGroup, ...]:
    order = list(Group)
    ranked = sorted(rules, key=lambda rule: (order.index(rule.group), rule.id))
    grouped = groupby(ranked, key=lambda rule: rule.group)
    return tuple(
        RuleGroup(group.value, group.value.capitalize(), tuple(_row(rule, links) for rule in own))
        for group, own in grouped
    )


def _row(rule: Rule, links: PageLinks) -> RuleRow:
    return RuleRow(rule.id, links.to(rule_url(rule.id)), rule.severity.value, markdown(rule.summary))


def _page(rule: Rule, links: PageLinks) -> Page:
    html = links.build.render(
        "rule.html.jinja",
        id=rule.id,
        severity=rule.severity.value,
        group=rule.group.value,
        index=links.to(RULES_URL),
        body=markdown(_body(rule), shift=0),
    )
    summary = " ".join(rule.summary.replace("`", "").split())
    description = summary if len(summary) <= _LONGEST_DESCRIPTION else summary[: _LONGEST_DESCRIPTION - 1] + "…"
    title = gettext("%(name)s (rule)", name=rule.id)
    return Page(links.url, title, description, html, SearchEntry("page", title, summary, plain_text(html)))


def _body(rule: Rule) -> str:
    """Return a rule's page without its heading and line of facts, which the template renders itself."""
    parts = rule.page.split("\n\n", 2)
    return parts[2] if len(parts) == 3 and parts[0].startswith("# ") else rule.page

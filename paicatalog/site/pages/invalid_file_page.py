"""Pages of invalid files (`problems/`), which are not usable components but remain visible on the site."""

import shlex
from collections.abc import Iterator

from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document
from paicatalog.site.build_context import BuildContext, Hyperlink, PageLinks
from paicatalog.site.code.unprintable import clean
from paicatalog.site.context import SiteContext
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.pages.component.component_view import finding_rows, marked_lines, report_url
from paicatalog.site.pages.component.file_panel import file_panel
from paicatalog.site.theme.language import gettext, gettext_noop
from paicatalog.site.urls.addresses import problem_url

_OLD = {
    Dialect.V2_2018: gettext_noop("It is written in the protocol's dialect of 2018."),
    Dialect.V2_2019: gettext_noop("It is written in the protocol's dialect of early 2019."),
    Dialect.V1: gettext_noop("It is a job of OpenPAI's first version."),
}


def problem_pages(context: SiteContext) -> Iterator[Page]:
    """Yield a page for each file that is not a component of the catalog, duplicates included."""
    build = BuildContext.of(context)
    shown = {component.path for component in context.catalog.components}
    first = {second.path: component for component, second in context.catalog.duplicates}
    for document in context.catalog.documents:
        if document.source.path in shown:
            continue
        links = PageLinks(build, problem_url(document.source.path))
        original = first.get(document.source.path)
        yield _page(document, links, links.component(original.identity) if original else None)


def _page(document: Document, links: PageLinks, original: Hyperlink | None) -> Page:
    path = document.source.path
    findings = links.build.context.findings.get(path, ())
    panel = file_panel(document.source, marked=marked_lines(findings)) if document.source.content else None
    html = links.build.render(
        "problem.html.jinja",
        root=links.root,
        path=path,
        quoted_path=shlex.quote(path),
        original=original,
        old=gettext(_OLD[document.dialect]) if document.dialect in _OLD else "",
        findings=finding_rows(findings, links),
        panel=panel,
        edit_url=links.build.repositories.edit(path),
        file_url=links.build.repositories.file(path, commit=None),
        report_url=report_url(path, path, links, commit=None),
        file_name=path.rsplit("/", 1)[-1],
    )
    title = clean(gettext("%(file)s is no usable component", file=path))
    summary = clean(findings[0].message if findings else gettext("This file is no usable component of the catalog."))
    text = clean(document.source.text[:10_000])
    facets = {"status": ("invalid",)}
    return Page(links.url, title, summary[:160], html, SearchEntry("page", clean(path), summary, text, facets))

"""`llms.txt` (llmstxt.org): an overview of the site for language models, with links to its plain text."""

from collections.abc import Iterator, Sequence

from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.protocol.component_type import ComponentType
from paicatalog.publishing.markdown_text import escaped, markdown_link
from paicatalog.site.build_context import BuildContext
from paicatalog.site.facts.description import plain_description
from paicatalog.site.page import StaticFile
from paicatalog.site.theme.type_names import TYPE_WORDS
from paicatalog.site.urls.addresses import ALL_RECORDS, CATALOG_API, LLMS, SCHEMA, markdown_url

MOST_LISTED = 200
"""The most components listed for each type; the file of all records has the others."""


def llms_file(build: BuildContext) -> StaticFile:
    """Return `llms.txt`. Its links are absolute if `site_url` is set, else relative to the site's root, where it is."""
    return StaticFile(LLMS, ("\n".join(_lines(build)) + "\n").encode("utf-8", "replace"))


def _lines(build: BuildContext) -> Iterator[str]:
    site = build.context.config.site_url
    yield f"# {escaped(build.context.config.site_name)}"
    yield "\n> A catalog of AI jobs and of the data, scripts, Docker images and outputs that they share, each described"
    yield "> in a protocol file of OpenPAI (version 2). Each page has a Markdown twin: its address and `index.md`.\n"
    yield "## For programs\n"
    yield f"- [All components, a JSON record a line]({site}{ALL_RECORDS})"
    yield f"- [List of all components as JSON]({site}{CATALOG_API})"
    yield f"- [JSON Schema of protocol files]({site}{SCHEMA})"
    for type_ in ComponentType:
        yield from _of_type(type_, build)


def _of_type(type_: ComponentType, build: BuildContext) -> Iterator[str]:
    site = build.context.config.site_url
    newest = [each for each in build.context.catalog.of_type(type_) if build.addresses.newest(each.identity)]
    listed: Sequence[str] = [
        f"- {markdown_link(escaped(each.name), site + markdown_url(build.addresses.page(each.identity)))}: "
        f"{escaped(plain_description(each, CatalogFacts.of(each.data)))}"
        for each in newest[:MOST_LISTED]
    ]
    if listed:
        yield f"\n## {TYPE_WORDS[type_][1]}\n"
        yield from listed
    if len(newest) > MOST_LISTED:
        yield f"\nand {len(newest) - MOST_LISTED:,} more in [all records]({site}{ALL_RECORDS})."

"""The Markdown twins of components' pages, for programs that read text (`html_to_markdown.py` converts other pages)."""

from collections.abc import Iterator

from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.reproduce.job.resources import hardware
from paicatalog.site.build_context import BuildContext
from paicatalog.site.code.html_to_markdown import escaped, fenced
from paicatalog.site.code.unprintable import clean
from paicatalog.site.facts.description import description, plain_description
from paicatalog.site.page import StaticFile
from paicatalog.site.theme.type_names import TYPE_WORDS
from paicatalog.site.urls.addresses import markdown_url, root


def markdown_file(component: Component, build: BuildContext) -> StaticFile:
    """Return the Markdown twin of a component's page: `jobs/NAME/index.md`."""
    text = clean("\n".join(_lines(component, build)))
    return StaticFile(markdown_url(build.addresses.page(component.identity)), f"{text}\n".encode())


def _lines(component: Component, build: BuildContext) -> Iterator[str]:
    facts, identity = CatalogFacts.of(component.data), component.identity
    yield f"# {component.name}{f' {component.version}' if component.version else ''}"
    yield f"\n{plain_description(component, facts)}\n"
    for name, value in _facts(component, facts):
        if value:
            yield f"- {name}: {value}"
    if facts.deprecated:
        instead = f"Use {facts.deprecated.successor}." if facts.deprecated.successor else ""
        yield f"\nDeprecated. {facts.deprecated.reason} {instead}"
    if words := description(component).strip():
        yield f"\n## About\n\n{words}"
    if related := list(_related(component, build)):
        yield "\n## Components\n"
        yield from related
    if component.document:
        yield f"\n## Protocol file\n\n{fenced(component.document.source.text, 'yaml')}"
    yield f"\nMachine readable: [JSON]({_way(component, build)}{build.addresses.api(identity)})"


def _facts(component: Component, facts: CatalogFacts) -> Iterator[tuple[str, str]]:
    yield "Type", TYPE_WORDS[component.type][0].lower()
    yield "Valid", "" if component.valid else "no: OpenPAI would refuse it"
    yield "Needs", hardware(component.data).summary if component.type is ComponentType.JOB else ""
    yield "Address", ", ".join(component.uris[:10])
    yield "Contributor", scalar_text(component.data.get("contributor"))
    yield "License", facts.license
    yield "Tags", ", ".join(facts.tags)


def _related(component: Component, build: BuildContext) -> Iterator[str]:
    catalog, way = build.context.catalog, _way(component, build)
    for link in catalog.uses(component.identity):
        identity = link.prerequisite.identity
        name = _link(link.target, identity.name, way, build) if link.target else escaped(identity.name)
        yield f"- uses {identity.type.value} {name}"
    for job in dict.fromkeys(link.job for link in catalog.used_by(component.identity)[:100]):
        yield f"- used by job {_link(job, job.name, way, build)}"


def _link(target: Identity, name: str, way: str, build: BuildContext) -> str:
    """Return a Markdown link to the twin of another component's page."""
    return f"[{escaped(name)}]({way}{markdown_url(build.addresses.page(target))})"


def _way(component: Component, build: BuildContext) -> str:
    return root(build.addresses.page(component.identity))

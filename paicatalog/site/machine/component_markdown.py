"""The Markdown twins of components' pages, for programs that read text (`html_to_markdown.py` converts other pages)."""

from collections.abc import Iterator

from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.publishing.markdown_text import code_span, escaped, fenced, markdown_link
from paicatalog.reproduce.job.resources import hardware
from paicatalog.site.build_context import BuildContext
from paicatalog.site.code.html_to_markdown import markdown_of
from paicatalog.site.code.markdown import markdown
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
    yield f"# {escaped(' '.join(filter(None, (component.name, component.version))))}"
    yield f"\n{escaped(plain_description(component, facts))}\n"
    for name, value in _facts(component, facts):
        if value:
            yield f"- {name}: {value}"
    if facts.deprecated:
        instead = f"Use {facts.deprecated.successor}." if facts.deprecated.successor else ""
        yield f"\nDeprecated. {escaped(f'{facts.deprecated.reason} {instead}')}"
    if words := description(component).strip():
        # Through HTML, which has neither raw HTML nor links that are not safe.
        yield f"\n## About\n\n{markdown_of(markdown(words))}"
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
    yield "Address", ", ".join(map(code_span, component.uris[:10]))
    yield "Contributor", escaped(scalar_text(component.data.get("contributor")))
    yield "License", escaped(facts.license)
    yield "Tags", escaped(", ".join(facts.tags))


def _related(component: Component, build: BuildContext) -> Iterator[str]:
    catalog, way = build.context.catalog, _way(component, build)
    for use in catalog.uses(component.identity):
        identity = use.prerequisite.identity
        name = _link(use.target, identity.name, way, build) if use.target else escaped(identity.name)
        yield f"- uses {identity.type.value} {name}"
    for job in dict.fromkeys(use.job for use in catalog.used_by(component.identity)[:100]):
        yield f"- used by job {_link(job, job.name, way, build)}"


def _link(target: Identity, name: str, way: str, build: BuildContext) -> str:
    """Return a Markdown link to the twin of another component's page."""
    return markdown_link(escaped(name), way + markdown_url(build.addresses.page(target)))


def _way(component: Component, build: BuildContext) -> str:
    return root(build.addresses.page(component.identity))

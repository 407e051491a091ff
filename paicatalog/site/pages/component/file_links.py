"""Links in the file on a component's page: from the names of other components to their pages."""

from collections.abc import Iterator
from itertools import islice

from paicatalog.catalog.catalog import Link
from paicatalog.catalog.component import Component
from paicatalog.catalog.deprecation import named_successor
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.locate import locate
from paicatalog.protocol.place import Place, Pointer
from paicatalog.rules.document_parts import mapping
from paicatalog.site.build_context import PageLinks
from paicatalog.site.code.yaml_html import Slot

MOST_LINKS = 300
"""The most links in one file, so that the size of pages is limited."""


def file_links(component: Component, document: Document, links: PageLinks) -> tuple[Slot, ...]:
    """Return links for the names of other components in `document`, the component's file or its self-contained form."""
    found = (
        _link_slot(document, pointer, url) for pointer, url in islice(_named_components(component, links), MOST_LINKS)
    )
    # With a YAML anchor, several names can be the same text.
    return tuple({(slot.line, slot.start): slot for slot in found if slot}.values())


def _named_components(component: Component, links: PageLinks) -> Iterator[tuple[Pointer, str]]:
    for used in links.build.context.catalog.uses(component.identity):
        if used.target:
            url = links.component(used.target).url
            yield from ((pointer, url) for pointer in _pointers(component, used))
    if following := named_successor(component, links.build.context.catalog):
        yield ("extras", "paicatalog", "deprecated", "successor"), links.component(following.identity).url


def _pointers(component: Component, used: Link) -> Iterator[Pointer]:
    own = used.prerequisite
    yield "prerequisites", own.index, "name"
    if component.type is ComponentType.JOB:
        for role in own.roles:
            fields = mapping(mapping(component.data.get("taskRoles")).get(role))
            if fields.get(own.identity.type.role_field) == own.identity.name:
                yield "taskRoles", role, own.identity.type.role_field


def _link_slot(document: Document, pointer: Pointer, url: str) -> Slot | None:
    span = locate(document, Place(pointer))
    if span.line != span.end_line:
        return None
    return Slot(span.line, span.column - 1, span.end_column - 1, url=url)

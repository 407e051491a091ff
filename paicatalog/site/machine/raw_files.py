"""The files as they are in Git, byte by byte; only literal secrets are masked."""

from collections.abc import Iterator

from paicatalog.catalog.component import Component
from paicatalog.publishing.bundled_file import bundled_file
from paicatalog.publishing.masking import masked
from paicatalog.site.page import StaticFile
from paicatalog.site.urls.addresses import Addresses


def raw_files(component: Component, addresses: Addresses) -> Iterator[StaticFile]:
    """Yield the file of a component, and a job's self-contained one where that differs."""
    if component.document is None:
        return
    source = masked(component.document.source, component.data).source
    yield StaticFile(addresses.raw(component.identity), source.content)
    if bundle := bundled_file(component, addresses.catalog):
        yield StaticFile(addresses.bundled(component.identity), bundle.source.content)

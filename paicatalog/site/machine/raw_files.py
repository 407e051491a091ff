"""The protocol files, byte by byte as in Git except for masked secrets, and self-contained files of jobs."""

from collections.abc import Iterator

from paicatalog.catalog.component import Component
from paicatalog.site.build_context import BuildContext
from paicatalog.site.page import StaticFile


def raw_files(component: Component, build: BuildContext) -> Iterator[StaticFile]:
    """Yield the file of a component, and for a job that uses shared components, its self-contained file."""
    if component.document is None:
        return
    yield StaticFile(build.addresses.raw(component.identity), component.document.source.content)
    if bundle := build.bundled_file(component):
        yield StaticFile(build.addresses.bundled(component.identity), bundle.source.content)

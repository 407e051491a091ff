"""The protocol files, byte by byte as in Git except for masked secrets, and self-contained files of jobs."""

from collections.abc import Iterator

from paicatalog.catalog.component import Component
from paicatalog.site.build_context import Setting
from paicatalog.site.page import StaticFile


def raw_files(component: Component, setting: Setting) -> Iterator[StaticFile]:
    """Yield the file of a component, and for a job that uses shared components, its self-contained file."""
    if component.document is None:
        return
    yield StaticFile(setting.addresses.raw(component.identity), component.document.source.content)
    if bundle := setting.bundled_file(component):
        yield StaticFile(setting.addresses.bundled(component.identity), bundle.source.content)

"""The self-contained file of a job that takes components from the catalog by name alone."""

from paicatalog.catalog.bundle import bundle_text, needs_bundling
from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.publishing.masking import Masked, masked


def bundled_file(job: Component, catalog: Catalog) -> Masked | None:
    """Return the file with every body filled in and every secret masked; None where its own file will do."""
    if job.type is not ComponentType.JOB or not job.valid or not needs_bundling(job, catalog):
        return None
    source = SourceFile(job.path or "", bundle_text(job, catalog).encode("utf-8", "replace"))
    return masked(source, parse(source).data)

"""Where the names of components are written."""

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Component
from paicatalog.protocol.place import Place


def place_of(component: Component, catalog: Catalog) -> tuple[str, Place]:
    """Return the file and the place in it of a component's name; a derived one's is in the first job that has it."""
    if component.path is not None:
        return component.path, Place(("name",))
    link = catalog.used_by(component.identity)[0]
    job = catalog.get(link.job)
    return (job.path if job else None) or "", Place((*link.prerequisite.pointer, "name"))

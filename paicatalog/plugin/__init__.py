"""The MkDocs plugin: maps MkDocs' events to the functions of `site`. Begin with `events.py`."""

from paicatalog.plugin.events import PaiCatalogPlugin

__all__ = ["PaiCatalogPlugin"]

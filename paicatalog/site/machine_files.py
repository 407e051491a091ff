"""Everything that the site serves to programs: files, API, schema and feed."""

from collections.abc import Iterator

from paicatalog.protocol.schema import protocol_schema
from paicatalog.site.address import SCHEMA
from paicatalog.site.api import api_files
from paicatalog.site.context import SiteContext
from paicatalog.site.feed import feed_file
from paicatalog.site.json_text import json_bytes
from paicatalog.site.page import StaticFile
from paicatalog.site.raw import raw_files
from paicatalog.site.setting import Setting


def machine_files(context: SiteContext) -> Iterator[StaticFile]:
    """Yield the files in an order that only the catalog decides."""
    setting = Setting.of(context)
    for component in context.catalog.components:
        yield from raw_files(component, setting.addresses)
    yield from api_files(setting)
    yield StaticFile(SCHEMA, json_bytes(protocol_schema()))
    yield feed_file(setting)

"""Everything that the site serves to programs: files, API, schema and feed."""

from collections.abc import Iterator

from paicatalog.protocol.schema import protocol_schema
from paicatalog.site.address import SCHEMA
from paicatalog.site.api import api_files
from paicatalog.site.badge import badge_svg
from paicatalog.site.context import SiteContext
from paicatalog.site.feed import feed_files
from paicatalog.site.json_text import json_bytes
from paicatalog.site.llms_text import llms_file
from paicatalog.site.markdown_twin import markdown_file
from paicatalog.site.page import StaticFile
from paicatalog.site.picture_files import picture_files
from paicatalog.site.raw import raw_files
from paicatalog.site.setting import Setting


def machine_files(context: SiteContext) -> Iterator[StaticFile]:
    """Yield the files in an order that only the catalog decides."""
    setting = Setting.of(context)
    for component in context.catalog.components:
        yield from raw_files(component, setting.addresses)
        if graded := setting.grade(component):
            yield StaticFile(setting.addresses.badge(component.identity), badge_svg(graded))
        yield markdown_file(component, setting)
    yield from picture_files(setting)
    yield from api_files(setting)
    yield StaticFile(SCHEMA, json_bytes(protocol_schema()))
    yield from feed_files(setting)
    yield llms_file(setting)

"""The list of all files for programs: raw files, badges, Markdown, images, API, schema, feeds and `llms.txt`."""

from collections.abc import Iterator

from paicatalog.protocol.schema import protocol_schema
from paicatalog.site.build_context import BuildContext
from paicatalog.site.code.json_text import json_bytes
from paicatalog.site.context import SiteContext
from paicatalog.site.machine.api import api_files
from paicatalog.site.machine.badge import badge_svg
from paicatalog.site.machine.component_markdown import markdown_file
from paicatalog.site.machine.feed import feed_files
from paicatalog.site.machine.llms_text import llms_file
from paicatalog.site.machine.raw_files import raw_files
from paicatalog.site.machine.social_images import social_image_files
from paicatalog.site.page import StaticFile
from paicatalog.site.urls.addresses import SCHEMA


def machine_files(context: SiteContext) -> Iterator[StaticFile]:
    """Yield the files in an order that depends on the catalog only."""
    build = BuildContext.of(context)
    for component in context.catalog.components:
        yield from raw_files(component, build)
        if graded := build.grade(component):
            yield StaticFile(build.addresses.badge(component.identity), badge_svg(graded))
        yield markdown_file(component, build)
    yield from social_image_files(build)
    yield from api_files(build)
    yield StaticFile(SCHEMA, json_bytes(protocol_schema()))
    yield from feed_files(build)
    yield llms_file(build)

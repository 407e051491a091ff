"""The files of the social images. They need `site_url`, since OpenGraph requires absolute URLs."""

from collections.abc import Iterator

from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import BuildContext
from paicatalog.site.facts.description import plain_description
from paicatalog.site.page import StaticFile
from paicatalog.site.theme.type_names import TYPE_WORDS
from paicatalog.site.urls.addresses import MOST_SOCIAL_IMAGES, type_social_image_url


def social_image_files(build: BuildContext) -> Iterator[StaticFile]:
    """Yield an image for each component, or in a large catalog for each type; none without `site_url`."""
    config, components = build.context.config, build.context.catalog.components
    if not config.site_url or not components:
        return
    from paicatalog.site.machine.social_image import social_image  # noqa: PLC0415 - Pillow loads slowly

    if len(components) > MOST_SOCIAL_IMAGES:
        for type_ in ComponentType:
            words = TYPE_WORDS[type_][1]
            yield StaticFile(type_social_image_url(type_), social_image(type_, words, "", config.site_name))
        return
    for component in components:
        summary = plain_description(component, CatalogFacts.of(component.data))
        content = social_image(component.type, component.name, summary, config.site_name)
        yield StaticFile(build.addresses.social_image(component.identity), content)

"""Metadata in the head of a component's page: OpenGraph, schema.org (JSON-LD), links to JSON and Markdown."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import PageLinks
from paicatalog.site.code.json_text import json_text
from paicatalog.site.code.unprintable import clean
from paicatalog.site.pages.component.component_view import ComponentView
from paicatalog.site.urls.addresses import markdown_url

_SCHEMA_ORG_TYPES: Mapping[ComponentType, str] = {
    ComponentType.JOB: "HowTo",
    ComponentType.DATA: "Dataset",
    ComponentType.OUTPUT: "Dataset",
    ComponentType.SCRIPT: "SoftwareSourceCode",
    ComponentType.DOCKERIMAGE: "SoftwareApplication",
}
"""Component type -> type of schema.org."""
_SPDX = re.compile(r"(?!LicenseRef-)[A-Za-z0-9][A-Za-z0-9.+-]*")


def page_head(component: Component, view: ComponentView, links: PageLinks, *, title: str, description: str) -> Markup:
    """Return the elements for the head of a component's page.

    With `site_url`, URLs are absolute; without it, properties that require absolute URLs are left out.
    """
    return Markup("").join(
        [
            *_properties(component, links, title, description),
            *_alternates(links, view),
            Markup('<script type="application/ld+json">{}</script>').format(
                _script_text(_linked_data(component, view, links, description))
            ),
        ]
    )


def _properties(component: Component, links: PageLinks, title: str, description: str) -> Iterator[Markup]:
    config = links.build.context.config
    about = {"type": "article", "title": title, "description": description, "site_name": config.site_name}
    if site := config.site_url:
        about["url"] = site + links.url
        about["image"] = site + links.build.addresses.social_image(component.identity)
    for name, value in about.items():
        yield Markup('<meta property="og:{}" content="{}">').format(name, clean(value))
    yield Markup('<meta name="twitter:card" content="{}">').format("summary_large_image" if site else "summary")


def _alternates(links: PageLinks, view: ComponentView) -> Iterator[Markup]:
    # The space in `rel` prevents Material's script from treating these as translations.
    for form, url in (("application/json", view.api_url), ("text/markdown", links.to(markdown_url(links.url)))):
        yield Markup('<link rel="alternate " type="{}" href="{}">').format(form, url)


def _linked_data(component: Component, view: ComponentView, links: PageLinks, description: str) -> dict[str, Any]:
    site, facts = links.build.context.config.site_url, view.facts
    record = {
        "@context": "https://schema.org",
        "@type": _SCHEMA_ORG_TYPES[component.type],
        "name": component.name,
        "description": description,
        "url": site + links.url if site else None,
        "version": component.version if component.type is not ComponentType.JOB else None,
        "license": _license(facts.license),
        "keywords": list(facts.tags),
        "creator": {"@type": "Organization", "name": view.contributor} if view.contributor else None,
        "dateModified": view.changed.iso if view.changed else None,
        **_TYPE_PROPERTIES[component.type](component),
    }
    return {key: value for key, value in record.items() if value}


def _license(name: str) -> str:
    """Return the URL of a license, as schema.org recommends; the name itself if it is not an SPDX identifier."""
    return f"https://spdx.org/licenses/{name}" if _SPDX.fullmatch(name) else name


def _job_properties(job: Component) -> dict[str, Any]:
    commands = (fields.get("commands") for fields in job.data.get("taskRoles", {}).values()) if job.valid else ()
    steps = [{"@type": "HowToStep", "text": str(command)} for listed in commands for command in listed or ()]
    return {"step": steps[:20]}


def _data_properties(data: Component) -> dict[str, Any]:
    found = [{"@type": "DataDownload", "contentUrl": uri} for uri in data.uris[:20] if uri.startswith("http")]
    return {"distribution": found}


def _script_properties(script: Component) -> dict[str, Any]:
    return {"codeRepository": next((uri for uri in script.uris if uri.startswith("http")), None)}


def _image_properties(image: Component) -> dict[str, Any]:
    return {"applicationCategory": "Docker image", "identifier": next(iter(image.uris), None)}


_TYPE_PROPERTIES = {
    ComponentType.JOB: _job_properties,
    ComponentType.DATA: _data_properties,
    ComponentType.OUTPUT: _data_properties,
    ComponentType.SCRIPT: _script_properties,
    ComponentType.DOCKERIMAGE: _image_properties,
}


def _script_text(value: object) -> Markup:
    """Return JSON in which `<`, `>` and `&` are escaped, so that it cannot end the `<script>` element."""
    text = clean(json_text(value)).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 -- escaped in the line above

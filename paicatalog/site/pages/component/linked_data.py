"""What a component is in the words of schema.org (JSON-LD), for search engines.

Source: the definitions at schema.org, and Google's guide to structured data of datasets.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import PageLinks
from paicatalog.site.pages.component.component_view import ComponentView

_TYPES: Mapping[ComponentType, str] = {
    ComponentType.JOB: "HowTo",
    ComponentType.DATA: "Dataset",
    ComponentType.OUTPUT: "Dataset",
    ComponentType.SCRIPT: "SoftwareSourceCode",
    ComponentType.DOCKERIMAGE: "SoftwareApplication",
}
"""Component type -> type of schema.org."""
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
"""Hosts where a path of two parts is a repository."""
_MOST = 20
"""The most steps of a job, and the most files of a dataset, that are listed."""


def linked_data(component: Component, view: ComponentView, links: PageLinks, description: str) -> dict[str, Any]:
    """Return the JSON-LD record of a component, without properties that have no value; `url` needs `site_url`."""
    site, facts = links.build.context.config.site_url, view.facts
    record = {
        "@context": "https://schema.org",
        "@type": _TYPES[component.type],
        "name": component.name,
        "description": description,
        "url": site + links.url if site else None,
        "version": component.version,
        "license": _license(facts.license),
        "keywords": list(facts.tags),
        "sameAs": view.homepage.url if view.homepage else None,
        "creator": _creator(component, view),
        "dateCreated": view.added.iso if view.added else None,
        "dateModified": view.changed.iso if view.changed else None,
        **_PROPERTIES[component.type](component),
    }
    return {key: value for key, value in record.items() if value}


def _license(name: str) -> str:
    """Return the URL of a license, as schema.org recommends; the name itself if it is not an SPDX identifier."""
    if " " in name or name.startswith("LicenseRef-"):
        return name
    try:
        return f"https://spdx.org/licenses/{canonicalize_license_expression(name)}"
    except InvalidLicenseExpression:
        return name


def _creator(component: Component, view: ComponentView) -> list[dict[str, str]]:
    """Return the contributor, else those who committed the file. Somebody who committed is a person."""
    people = component.history.contributors if component.history else ()
    names = [view.contributor] if view.contributor else people
    return [{"@type": "Person" if name in people else "Organization", "name": name} for name in names]


def _of_job(job: Component) -> dict[str, Any]:
    commands = (fields.get("commands") for fields in job.data.get("taskRoles", {}).values()) if job.valid else ()
    steps = [{"@type": "HowToStep", "text": str(command)} for listed in commands for command in listed or ()]
    return {"step": steps[:_MOST]}


def _of_data(data: Component) -> dict[str, Any]:
    return {"distribution": [{"@type": "DataDownload", "contentUrl": uri} for uri in _web(data)]}


def _of_script(script: Component) -> dict[str, Any]:
    repositories = [found for uri in script.uris if (found := _repository(uri))]
    files = [{"@type": "MediaObject", "contentUrl": uri} for uri in _web(script) if not _repository(uri)]
    return {"codeRepository": next(iter(repositories), None), "encoding": files}


def _of_image(image: Component) -> dict[str, Any]:
    return {
        "applicationCategory": "Docker image",
        "operatingSystem": "Linux",
        "identifier": next(iter(image.uris), None),
    }


def _web(component: Component) -> list[str]:
    return [uri for uri in component.uris if uri.startswith(("https://", "http://"))][:_MOST]


def _repository(uri: str) -> str:
    """Return the web address of a Git repository; "" for anything else, such as an archive or a single file."""
    address = uri.removeprefix("git+").partition("#")[0]
    if not address.startswith(("https://", "http://")):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    of_forge = parts.hostname in _FORGES and re.fullmatch(r"/[^/]+/[^/]+/?", parts.path)
    return address if parts.path.endswith(".git") or of_forge else ""


_PROPERTIES = {
    ComponentType.JOB: _of_job,
    ComponentType.DATA: _of_data,
    ComponentType.OUTPUT: _of_data,
    ComponentType.SCRIPT: _of_script,
    ComponentType.DOCKERIMAGE: _of_image,
}

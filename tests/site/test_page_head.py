"""The metadata in the head of a component's page."""

import json
import re

import pytest
from component_samples import IMAGE, JOB, context
from lxml import html

from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import BuildContext
from paicatalog.site.pages.component.component_pages import component_page

DATA = "protocolVersion: 2\nname: digits\ntype: data\nuri: ['https://example.org/d.tar']\n"


def head(type_: ComponentType, name: str, *files: str, site_url: str = "https://example.org/x/") -> html.HtmlElement:
    build = BuildContext.of(context(*files, site_url=site_url))
    component = build.context.catalog.newest(type_, name)
    assert component
    return html.fromstring(f"<head>{component_page(component, build).head}</head>")


def linked_data(found: html.HtmlElement) -> dict[str, object]:
    (script,) = found.xpath("//script[@type='application/ld+json']")
    return dict(json.loads(script.text))


def test_a_link_to_it_is_shown_with_title_picture_and_address() -> None:
    found = head(ComponentType.JOB, "train", JOB, IMAGE)
    said = {meta.get("property"): meta.get("content") for meta in found.xpath("//meta[@property]")}
    assert said["og:title"] == "train (job)"
    assert said["og:url"] == "https://example.org/x/jobs/train/"
    assert said["og:image"] == "https://example.org/x/pictures/job/train.png"


def test_without_a_published_address_nothing_needs_one() -> None:
    found = head(ComponentType.JOB, "train", JOB, site_url="")
    assert not found.xpath("//meta[@property='og:url' or @property='og:image']")
    assert "url" not in linked_data(found)


def test_each_type_is_told_in_schema_orgs_words() -> None:
    assert linked_data(head(ComponentType.JOB, "train", JOB))["@type"] == "HowTo"
    data = linked_data(head(ComponentType.DATA, "digits", DATA))
    assert data["@type"] == "Dataset"
    assert data["distribution"] == [{"@type": "DataDownload", "contentUrl": "https://example.org/d.tar"}]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0"),
        ("LicenseRef-Own-Terms", "LicenseRef-Own-Terms"),
        ("as you like", "as you like"),
        ("mit", "https://spdx.org/licenses/MIT"),
        ("proprietary", "proprietary"),
    ],
)
def test_a_license_is_told_by_its_address_where_it_has_one(name: str, told: str) -> None:
    data = f"{DATA}extras: {{paicatalog: {{license: {name}}}}}\n"
    assert linked_data(head(ComponentType.DATA, "digits", data))["license"] == told


def test_nothing_in_a_file_ends_the_script() -> None:
    job = JOB.replace('version: "2"', 'version: "2"\ndescription: "</script><script>alert(1)</script><!--"')
    found = head(ComponentType.JOB, "train", job)
    assert len(found.xpath("//script")) == 1
    assert "</script><script>" in str(linked_data(found)["description"]) or re.search("alert", str(linked_data(found)))


def test_other_forms_of_the_page_are_named() -> None:
    found = head(ComponentType.JOB, "train", JOB)
    assert {link.get("href") for link in found.xpath("//link")} == {
        "../../api/v1/job/train.json",
        "../../jobs/train/index.md",
    }


SCRIPT = "protocolVersion: 2\nname: tools\ntype: script\nuri: %s\n"


@pytest.mark.parametrize(
    ("uri", "repository"),
    [
        ("https://github.com/x/tools", "https://github.com/x/tools"),
        ("git+https://git.example.org/x/tools.git#main", "https://git.example.org/x/tools.git"),
        ("https://github.com/x/tools/archive/v1.tar.gz", None),
        ("https://example.org/tools.zip", None),
        ("https://raw.githubusercontent.com/x/tools/main/run.py", None),
    ],
)
def test_only_a_repository_is_told_as_one(uri: str, repository: str | None) -> None:
    data = linked_data(head(ComponentType.SCRIPT, "tools", SCRIPT % uri))
    assert data.get("codeRepository") == repository
    assert data.get("encoding") == (None if repository else [{"@type": "MediaObject", "contentUrl": uri}])


def test_who_made_it_and_when_is_told() -> None:
    data = linked_data(head(ComponentType.DATA, "digits", DATA))
    assert data["creator"] == [{"@type": "Person", "name": "Ada Lovelace"}]
    assert (data["dateCreated"], data["dateModified"]) == ("2025-03-01T12:00:00+00:00", "2025-03-09T12:00:00+00:00")
    of_team = linked_data(head(ComponentType.DATA, "digits", f"{DATA}contributor: The Team\nversion: '3'\n"))
    assert of_team["creator"] == [{"@type": "Organization", "name": "The Team"}]
    assert of_team["version"] == "3"

"""Files of the site for programs."""

import io
import json
import re
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from component_samples import IMAGE, JOB, static
from jsonschema import Draft202012Validator
from PIL import Image

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.schema import protocol_schema
from paicatalog.site.machine import social_images
from paicatalog.site.machine.social_image import TYPE_COLORS, social_image
from paicatalog.site.site import ASSETS
from paicatalog.site.urls import addresses


def test_files_are_served_byte_by_byte() -> None:
    content = b"\xef\xbb\xbf" + JOB.replace("\n", "\r\n").encode() + b"# \xc3\xa9"
    assert static(content)["raw/job/train.yaml"] == content


def test_a_job_that_takes_from_the_catalog_is_served_whole_too() -> None:
    data = "protocolVersion: 2\nname: digits\ntype: data\nuri: ['https://example.org/d']\n"
    job = JOB.replace("taskRoles:", "  - {type: data, name: digits}\ntaskRoles:")
    made = static(job, data)
    assert b"https://example.org/d" not in made["raw/job/train.yaml"]
    assert b"https://example.org/d" in made["bundled/job/train.yaml"]
    assert "bundled/job/train.yaml" not in static(JOB)


def test_the_catalog_is_listed() -> None:
    made = json.loads(static(JOB, IMAGE, "name: [x\n")["api/v1/catalog.json"])
    job, image = made["components"]
    assert (job["type"], job["name"], job["version"], job["url"]) == ("job", "train", "2", "jobs/train/")
    assert job["raw"] == "raw/job/train.yaml"
    assert len(image["sha256"]) == 64
    assert made["problems"] == [{"path": "catalog/2.yaml", "url": made["problems"][0]["url"]}]


def test_a_component_is_told_in_full() -> None:
    made = static(JOB, IMAGE)
    job = json.loads(made["api/v1/job/train.json"])["component"]
    image = json.loads(made["api/v1/dockerimage/python.json"])["component"]
    assert job["data"]["parameters"]["rate"] == 0.01
    assert job["uses"][0]["component"]["url"] == "dockerimages/python/"
    assert image["usedBy"][0]["job"]["name"] == "train"
    assert [commit["subject"] for commit in job["history"]] == ["Raise the rate", "Add it"]
    assert all({"rule", "severity", "line", "pointer"} <= set(finding) for finding in job["findings"])


def test_what_json_cannot_hold_is_still_json() -> None:
    job = JOB.replace("0.01 ", ".inf ").replace("depth: 3", "depth: 2024-01-01")
    made = json.loads(static(job)["api/v1/job/train.json"], parse_constant=pytest.fail)
    assert made["component"]["data"]["parameters"]["rate"] is None


def test_older_versions_stand_beside_the_newest() -> None:
    made = static(JOB, JOB.replace('version: "2"', 'version: "1"'))
    assert {"raw/job/train.yaml", "raw/job/train/1.yaml", "api/v1/job/train/1.json"} <= set(made)


def test_the_schema_is_published() -> None:
    assert json.loads(static()["schema/openpai-v2.json"]) == protocol_schema()


def test_the_feed_is_atom_with_lasting_ids() -> None:
    space = {"a": "http://www.w3.org/2005/Atom"}
    near = ElementTree.fromstring(static(JOB, IMAGE)["feed.xml"])
    far = ElementTree.fromstring(static(JOB, IMAGE, site_url="https://example.org/x/")["feed.xml"])
    assert [entry.findtext("a:title", None, space) for entry in far.findall("a:entry", space)] == [
        "python (docker image) changed",
        "train (job) changed",
    ]
    ids = [[entry.findtext("a:id", None, space) for entry in feed.findall("a:entry", space)] for feed in (near, far)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2
    link = far.find("a:entry/a:link", space)
    assert link is not None
    assert link.get("href") == "https://example.org/x/dockerimages/python/"
    assert far.findtext("a:updated", None, space) == "2025-03-09T12:00:00Z"


def test_the_feed_of_nothing_is_a_feed() -> None:
    assert ElementTree.fromstring(static()["feed.xml"]).tag.endswith("feed")


def test_every_record_fits_the_published_schema() -> None:
    made = static(JOB, JOB.replace('version: "2"', 'version: "1"'), IMAGE, "name: [x\n", "type: job\nname: broken\n")
    schema = json.loads(made["schema/api-v1.json"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    records = [
        json.loads(content) for url, content in made.items() if url.startswith("api/v1/") and url[-5:] == ".json"
    ]
    lines = [json.loads(line) for line in made["api/v1/catalog.ndjson"].splitlines()]
    assert len(records) == 1 + len(lines) and len(lines) == 4
    for record in [*records, *lines]:
        validator.validate(record)
    broken = {**lines[0], "sha256": "0"}
    assert not validator.is_valid(broken)


def test_each_type_has_a_feed_of_its_own() -> None:
    made = static(JOB, IMAGE, site_url="https://example.org/x/")
    assert b"train (job)" in made["jobs/feed.xml"] and b"python" not in made["jobs/feed.xml"]
    assert b'rel="self" href="https://example.org/x/dockerimages/feed.xml"' in made["dockerimages/feed.xml"]
    assert ElementTree.fromstring(made["outputs/feed.xml"]).tag.endswith("feed")


def test_each_page_has_a_twin_in_markdown_that_llms_txt_leads_to() -> None:
    made = static(JOB, IMAGE)
    twin = made["jobs/train/index.md"].decode()
    assert twin.startswith("# train 2\n")
    assert f"```yaml\n{JOB.rstrip()}\n```" in twin
    assert "- uses dockerimage [python](../../dockerimages/python/index.md)" in twin
    assert "- [train](jobs/train/index.md): " in made["llms.txt"].decode()


def test_the_twin_keeps_secrets_and_is_not_broken_out_of() -> None:
    job = JOB.replace('version: "2"', 'version: "2"\nsecrets: {key: hunter2hunter2}\ndescription: "```"')
    twin = static(job)["jobs/train/index.md"].decode()
    assert "hunter2hunter2" not in twin
    assert "````yaml" in twin


def test_the_badge_tells_the_grade() -> None:
    badge = static(IMAGE)["badges/dockerimage/python.svg"].decode()
    assert ElementTree.fromstring(badge).tag.endswith("svg")
    assert re.search(r"reproducibility: [A-D] \d/5", badge)


def test_each_component_has_a_picture_where_the_address_is_known() -> None:
    made = static(JOB, IMAGE, site_url="https://example.org/x/")
    with Image.open(io.BytesIO(made["pictures/job/train.png"])) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert made["pictures/job/train.png"] != made["pictures/dockerimage/python.png"]
    assert not any(url.startswith("pictures/") for url in static(JOB))


def test_pictures_have_the_colors_of_pages() -> None:
    colors = (ASSETS / "colors.css").read_text(encoding="utf-8")
    for type_, color in TYPE_COLORS.items():
        assert f"--pc-{type_.value}: light-dark(#{bytes(color).hex()}," in colors


def test_a_large_catalog_has_a_picture_for_each_type(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (addresses, social_images):
        monkeypatch.setattr(module, "MOST_SOCIAL_IMAGES", 1)
    made = static(JOB, IMAGE, site_url="https://example.org/x/")
    assert "pictures/job.png" in made and "pictures/job/train.png" not in made


@pytest.mark.parametrize("name", ["x" * 255, "a-b_c." * 40, "\u4e2d\u6587", "\u202ex\x00", ""])
def test_any_name_can_be_drawn(name: str) -> None:
    assert social_image(ComponentType.DATA, name, name, name).startswith(b"\x89PNG")


SITE = "https://example.org/x/"


def test_links_in_the_overview_are_absolute_where_the_address_is_known() -> None:
    links = re.findall(r"\]\(([^)]*)\)", static(JOB, IMAGE, site_url=SITE)["llms.txt"].decode())
    assert f"{SITE}jobs/train/index.md" in links
    assert all(link.startswith(SITE) for link in links)
    assert "](jobs/train/index.md)" in static(JOB)["llms.txt"].decode()


def test_links_in_a_feed_lead_to_the_page_from_wherever_it_is() -> None:
    space = {"a": "http://www.w3.org/2005/Atom"}
    for site in ("", SITE):
        files = static(JOB, IMAGE, site_url=site)
        feeds = [name for name in files if name.endswith(".xml")]
        assert len(feeds) > 1
        for name in feeds:
            for link in ElementTree.fromstring(files[name]).findall("a:entry/a:link", space):
                assert urljoin(SITE + name, link.get("href")) in (f"{SITE}jobs/train/", f"{SITE}dockerimages/python/")


def test_a_feed_has_what_rfc_4287_requires() -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    files = static(JOB, IMAGE, site_url=SITE)
    for name in (name for name in files if name.endswith(".xml")):
        feed = ElementTree.fromstring(files[name])
        assert feed.tag == f"{atom}feed"
        for element in (feed, *feed.findall(f"{atom}entry")):
            for child in ("id", "title", "updated"):
                assert len(element.findall(f"{atom}{child}")) == 1
            assert moment.fullmatch(element.findtext(f"{atom}updated", ""))
            assert re.match(r"[a-z]+:", element.findtext(f"{atom}id", ""))
        assert all(entry.findtext(f"{atom}author/{atom}name") for entry in feed.findall(f"{atom}entry"))
        assert [link.get("href") for link in feed.findall(f"{atom}link[@rel='self']")] == [SITE + name]

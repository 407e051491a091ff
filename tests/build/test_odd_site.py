"""A real build of a catalog with one of everything: each file is at its address, and is what it should be."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import jsonschema
import pytest
from html_page import HtmlPage
from odd_catalog import BROKEN, ODD_FILE, ODD_FOLDER, PROBLEMS, VALID

pytestmark = pytest.mark.xdist_group("odd")

COMPONENTS = {
    "job/train": "jobs/train/",
    "job/train/1.0": "jobs/train/1.0/",
    "job/serve": "jobs/serve/",
    "job/odd": "jobs/odd/",
    "job/invalid": "jobs/invalid/",
    "job/of-2018": "jobs/of-2018/",
    "data/digits": "data/digits/",
    "data/digits/1.0": "data/digits/1.0/",
    "script/trainer": "scripts/trainer/",
    "dockerimage/torch": "dockerimages/torch/",
    "dockerimage/proxy": "dockerimages/proxy/",
    "output/model": "outputs/model/",
}
"""Each component's address in the API, and its page's."""
OTHER_PAGES = ("", "catalog/", "catalog/jobs/", "catalog/tags/vision/", "protocol/", "rules/", "rules/missing-key/")
FILES = {
    "job/train": "train.yaml",
    "job/train/1.0": "old/train-1.0.yaml",
    "job/serve": "serve.yml",
    "job/odd": f"{ODD_FOLDER}/{ODD_FILE}",
    "job/invalid": "invalid.yaml",
    "job/of-2018": "of-2018.yaml",
    "data/digits": "digits-2.yaml",
    "data/digits/1.0": "digits.yaml",
    "script/trainer": "trainer.yaml",
    "dockerimage/torch": "torch.yaml",
    "output/model": "model.yaml",
}


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def component(site: Path, name: str) -> Any:
    return read_json(site / f"api/v1/{name}.json")["component"]


def problems(site: Path) -> dict[str, str]:
    return {problem["path"]: problem["url"] for problem in read_json(site / "api/v1/catalog.json")["problems"]}


@pytest.mark.parametrize("url", [*COMPONENTS.values(), *OTHER_PAGES, "reference/commands/", "guide/"])
def test_the_page_is_at_its_address_and_whole(odd_site: Path, url: str) -> None:
    page = HtmlPage.read(odd_site / url / "index.html")
    assert len(page.all("h1")) == 1
    assert page.unclosed == []
    assert "pcmark" not in (odd_site / url / "index.html").read_text()
    canonical = [link["href"] for link in page.all("link") if link.get("rel") == "canonical"]
    assert canonical == [f"https://jobs.example.com/odd/{url}"]


def test_no_page_stands_where_none_is_expected(odd_site: Path) -> None:
    kinds = ("jobs", "data", "scripts", "dockerimages", "outputs", "problems")
    pages = {f"{path.parent.relative_to(odd_site).as_posix()}/" for path in odd_site.rglob("index.html")}
    assert {page for page in pages if page.split("/")[0] in kinds} == {
        *COMPONENTS.values(),
        *problems(odd_site).values(),
    }


def test_raw_files_are_the_files_byte_by_byte(odd_site: Path) -> None:
    contents = {path: text.encode() for path, text in VALID.items()} | BROKEN
    for name, path in FILES.items():
        assert (odd_site / f"raw/{name}.yaml").read_bytes() == contents[path], name
        assert component(odd_site, name)["path"] == f"catalog/{path}"
    assert len(list((odd_site / "raw").rglob("*.yaml"))) == len(FILES)


def test_the_api_knows_every_component_and_agrees_with_itself(odd_site: Path) -> None:
    listed = read_json(odd_site / "api/v1/catalog.json")["components"]
    assert {entry["api"]: entry["url"] for entry in listed} == {
        f"api/v1/{name}.json": url for name, url in COMPONENTS.items()
    }
    for entry in listed:
        record = read_json(odd_site / entry["api"])["component"]
        assert entry == {key: record[key] for key in entry}
        assert (odd_site / entry["url"] / "index.html").is_file()


def test_the_api_tells_links_drift_and_lineage(odd_site: Path) -> None:
    uses = {use["name"]: use for use in component(odd_site, "job/train")["uses"]}
    assert uses["digits"]["filled"]
    assert uses["digits"]["component"]["url"] == "data/digits/"
    assert not uses["torch"]["drift"]
    drifting = {use["name"]: use["drift"] for use in component(odd_site, "job/serve")["uses"]}
    assert drifting == {"torch": True, "proxy": False, "trained": False}
    derived = component(odd_site, "dockerimage/proxy")
    assert derived["raw"] is None
    assert {use["job"]["name"] for use in derived["usedBy"]} == {"serve", "odd", "invalid"}
    produced = component(odd_site, "job/train")["produces"]
    assert [flow["job"]["url"] for flow in produced] == ["jobs/serve/"]
    assert [version["version"] for version in component(odd_site, "job/train")["versions"]] == ["2.0", "1.0"]
    assert [commit["author"] for commit in component(odd_site, "job/odd")["history"]] == ["Ada"]


def test_pages_say_what_the_api_says(odd_site: Path) -> None:
    train = HtmlPage.read(odd_site / "jobs/train/index.html")
    targets = {urljoin("/jobs/train/", link["href"]) for link in train.all("a") if "href" in link}
    assert {"/data/digits/", "/dockerimages/torch/", "/jobs/serve/", "/jobs/train/1.0/"} <= targets
    assert "python train.py --epochs 3 --data https://example.com/digits-2.zip" in train.text
    serve = HtmlPage.read(odd_site / "jobs/serve/index.html").text
    assert "example.com/torch:1.0" in serve
    assert "example.com/torch:2.1" in serve
    assert "Ada" in HtmlPage.read(odd_site / "jobs/odd/index.html").text


def test_an_invalid_job_has_a_page_with_its_findings(odd_site: Path) -> None:
    text = HtmlPage.read(odd_site / "jobs/invalid/index.html").text
    assert "refers to a prerequisite of type dockerimage named prxy" in text
    assert "Did you mean proxy ?" in text
    assert component(odd_site, "job/invalid")["findings"][0]["line"] == 11
    assert not component(odd_site, "job/invalid")["valid"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("broken.yaml", "This is not YAML"),
        ("twice/torch.yaml", "already described by"),
        ("sixteen.yaml", "UTF-16"),
        ("huge.yaml", "too large"),
        ("no-type.yaml", "lacks the required key type"),
        ("list.json", "a list, not a mapping"),
        ("empty.yaml", "empty"),
        ("outside.yaml", "leads out of the repository, to …/private.yaml"),
    ],
)
def test_a_file_that_is_no_component_has_a_page_with_its_findings(odd_site: Path, path: str, words: str) -> None:
    page = HtmlPage.read(odd_site / problems(odd_site)[f"catalog/{path}"] / "index.html")
    assert words in page.text
    assert len(page.all("h1")) == 1
    assert page.unclosed == []


def test_every_file_that_is_no_component_is_listed(odd_site: Path) -> None:
    found = problems(odd_site)
    as_json = {f"catalog/{path}".encode("utf-8", "replace").decode() for path in PROBLEMS}
    assert set(found) == as_json
    assert all((odd_site / url / "index.html").is_file() for url in found.values())


def test_what_lies_outside_is_nowhere_on_the_site(odd_site: Path) -> None:
    for path in odd_site.rglob("*"):
        assert path.is_dir() or b"top-secret-place" not in path.read_bytes(), path


def test_an_old_dialect_names_the_command_that_converts_it(odd_site: Path) -> None:
    text = HtmlPage.read(odd_site / "jobs/of-2018/index.html").text
    assert "paicatalog upgrade --write catalog/of-2018.yaml" in text


def test_the_feed_is_well_formed_and_leads_to_pages(odd_site: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(odd_site / "feed.xml").getroot()
    assert feed.tag == f"{atom}feed"
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == len(FILES)
    for entry in entries:
        assert entry.findtext(f"{atom}updated") == "2025-03-01T10:00:00Z"
        link = entry.find(f"{atom}link")
        assert link is not None
        assert (odd_site / link.attrib["href"].removeprefix("https://jobs.example.com/odd/") / "index.html").is_file()
    identifiers = [entry.findtext(f"{atom}id") for entry in entries]
    assert len(set(identifiers)) == len(identifiers)


def test_the_schema_is_one_and_judges(odd_site: Path) -> None:
    schema = read_json(odd_site / "schema/openpai-v2.json")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    assert judge.is_valid(component(odd_site, "job/serve")["data"])
    assert not judge.is_valid({"protocolVersion": 2, "name": "x", "type": "job"})


def test_the_sitemap_lists_every_page(odd_site: Path) -> None:
    listed = list(addresses(odd_site / "sitemap.xml"))
    pages = {
        f"https://jobs.example.com/odd/{path.parent.relative_to(odd_site).as_posix()}/".replace("/./", "/")
        for path in odd_site.rglob("index.html")
    }
    assert sorted(pages) == listed
    assert gzip.decompress((odd_site / "sitemap.xml.gz").read_bytes()) == (odd_site / "sitemap.xml").read_bytes()


def addresses(sitemap: Path) -> Iterator[str]:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    for url in ElementTree.parse(sitemap).getroot():
        yield url.findtext(f"{space}loc") or ""


def test_no_link_of_a_component_leads_nowhere(odd_site: Path) -> None:
    for page in odd_site.rglob("index.html"):
        for link in HtmlPage.read(page).all("a"):
            target = link.get("href", "")
            if urlsplit(target).scheme or not (path := urlsplit(target).path):
                continue
            found = page.parent / path
            assert (found / "index.html" if found.is_dir() else found).is_file(), (page, target)


def test_search_knows_components_and_documentation(odd_site: Path) -> None:
    rows = [row for path in (odd_site / "search/cards").glob("*.json") for row in read_json(path)]
    found = {row[0]: row[2] for row in rows}
    assert set(COMPONENTS.values()) <= set(found)
    assert found["guide/"] == "A guide"
    assert found["reference/commands/"] == "Commands"
    texts = [text for path in (odd_site / "search/text").glob("*.json") for text in read_json(path)]
    assert any("How we work here." in text for text in texts)
    assert not any("¶" in text for text in texts)


def test_a_strict_build_fails_by_file_line_and_rule_and_leaves_the_last_site(
    odd: Path, odd_site: Path, run: Any
) -> None:
    before = {path: path.stat().st_mtime_ns for path in odd_site.rglob("*")}
    done: CompletedProcess[str] = run("build", "--strict", cwd=odd)
    assert done.returncode == 1
    assert "catalog/invalid.yaml:11:18: Task role `main`" in done.stderr
    assert "[unresolved-prerequisite]" in done.stderr
    assert "[duplicate-component]" in done.stderr
    assert f"The site was not built. {odd_site} is as it was." in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.stat().st_mtime_ns for path in odd_site.rglob("*")} == before
    assert sorted(path.name for path in odd.iterdir()) == [".git", "catalog", "docs", "mkdocs.yml", "site"]


def test_nothing_in_a_file_name_reaches_the_terminal(odd_build: CompletedProcess[str]) -> None:
    said = odd_build.stderr
    assert odd_build.returncode == 0
    assert re.search(r"catalog/\\u202egnp\.\\x1b\[31mred\\x0a\.yaml:2:7: This is not YAML", said)
    assert "\x1b" not in said
    assert "\u202e" not in said

"""Docs and the nav link to the catalog's pages and files as to their own, and wrong links are reported."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from mkdocs.exceptions import Abort
from mkdocs_build import build_here
from odd_catalog import write_catalog, write_mkdocs_yml
from site_links import dead_links

pytestmark = pytest.mark.xdist_group("themes")
NAMES = {"true": "", "false": "index.html"}
"""Of `use_directory_urls`: how links to a folder end."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("linked") / "repo"
    folder.mkdir()
    return write_catalog(folder, broken=False)


@pytest.fixture(autouse=True)
def only_one_page(repository: Path) -> Iterator[None]:
    yield
    for path in sorted((repository / "docs").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def build(repository: Path, page: str, *, strict: bool = True, path: str = "guide.md", **options: str) -> Path:
    """Build the site with one page."""
    checks = "{links: {anchors: warn, unrecognized_links: warn}, nav: {not_found: warn}}"
    write_mkdocs_yml(repository, **{"theme": "mkdocs", "validation": checks} | options)
    (repository / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
    (repository / "docs" / path).write_text(page, encoding="utf-8")
    return build_here(repository, strict=strict)


def links(page: Path) -> dict[str, str]:
    """Text -> URL of the links in the content of a page."""
    found = html.fromstring(page.read_text(encoding="utf-8")).xpath("//*[@role='main']//a[@href]")
    return {link.text_content().strip(): link.get("href") for link in found}


@pytest.mark.parametrize("folders", NAMES)
def test_pages_are_linked_by_path_and_by_name(repository: Path, folders: str) -> None:
    page = """
        [path](../jobs/train/index.md#commands) [older](../jobs/train/1.0/index.md) [rule](../rules/bad-name/index.md)
        [catalog](../catalog/index.md) [short](paicatalog:job/train#commands) [version](paicatalog:job/train/1.0)
        [](paicatalog:data/digits) [ref][] [embedded](paicatalog:dockerimage/proxy)

        [ref]: paicatalog:output/model
    """
    text = "\n".join(line.strip() for line in page.splitlines())
    site = build(repository, text, path="guides/start.md", use_directory_urls=folders)
    file = "guides/start/index.html" if folders == "true" else "guides/start.html"
    root, end = ("../../" if folders == "true" else "../"), NAMES[folders]
    assert links(site / file) == {
        "path": f"{root}jobs/train/{end}#commands",
        "older": f"{root}jobs/train/1.0/{end}",
        "rule": f"{root}rules/bad-name/{end}",
        "catalog": f"{root}catalog/{end}",
        "short": f"{root}jobs/train/{end}#commands",
        "version": f"{root}jobs/train/1.0/{end}",
        "digits": f"{root}data/digits/{end}",
        "ref": f"{root}outputs/model/{end}",
        "embedded": f"{root}dockerimages/proxy/{end}",
    }
    assert dead_links(site) == []


def test_files_are_linked(repository: Path) -> None:
    site = build(
        repository,
        "[feed](feed.xml) [record](api/v1/job/train.json) [file](raw/job/train.yaml) [schema](schema/openpai-v2.json)"
        " ![grade](badges/job/train.svg) [all](catalog/jobs/index.md) [tag](catalog/tags/vision/index.md)",
    )
    assert links(site / "guide/index.html")["record"] == "../api/v1/job/train.json"
    assert dead_links(site) == []


@pytest.mark.parametrize("folders", NAMES)
def test_the_nav_has_components(repository: Path, folders: str) -> None:
    nav = "[guide.md, jobs/train/index.md, {Digits: data/digits/index.md}, {Short: 'paicatalog:job/train/1.0'}]"
    site = build(repository, "# Guide\n", nav=nav, use_directory_urls=folders)
    page = html.fromstring((site / "jobs/train/index.html").read_text(encoding="utf-8"))
    shown = {link.text_content().strip(): link.get("href") for link in page.xpath("//ul[contains(@class, 'nav')]//a")}
    end = NAMES[folders]
    assert shown["train"].endswith(f"jobs/train/{end}")
    assert shown["Digits"] == f"../../data/digits/{end}"
    assert shown["Short"].endswith(f"train/1.0/{end}")
    assert dead_links(site) == []


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("jobs/trian/index.md", "contains a link 'jobs/trian/index.md', but the target is not found"),
        ("jobs/train/index.md#nowhere", "'jobs/train/index.md' does not contain an anchor '#nowhere'"),
        ("paicatalog:job/train#nowhere", "'jobs/train/index.md' does not contain an anchor '#nowhere'"),
        ("paicatalog:job/trian", "the catalog has no job `trian`. Did you mean `paicatalog:job/train`?"),
        ("paicatalog:jobs/train", "`jobs` is not a type. Did you mean `paicatalog:job/train`?"),
        ("paicatalog:nothing/train", "`nothing` is not a type. Write one of job, data, script, dockerimage, output."),
        ("paicatalog:data/zzz", "the catalog has no data `zzz`. Check the name."),
        ("paicatalog:job/train/3.0", "job `train` has no version `3.0`. Choose one of `2.0`, `1.0`."),
    ],
)
def test_a_wrong_link_fails_a_strict_build(
    repository: Path, caplog: pytest.LogCaptureFixture, link: str, said: str
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Abort, match="strict"):
        build(repository, f"# Guide\n\n[There]({link})\n")
    (message,) = [record.getMessage() for record in caplog.records if said in record.getMessage()]
    assert "guide.md" in message


def test_a_wrong_link_in_the_nav_is_reported(repository: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Abort, match="strict"):
        build(repository, "# Guide\n", nav="[guide.md, {Train: 'paicatalog:job/trian'}]")
    assert "The nav of mkdocs.yml contains the link `paicatalog:job/trian`, but the catalog has no" in caplog.text


def test_code_is_no_link(repository: Path) -> None:
    site = build(repository, "Write `[](paicatalog:job/NAME)`.\n\n```\n[](paicatalog:job/NAME)\n```\n")
    assert "[](paicatalog:job/NAME)" in (site / "guide/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("folders", NAMES)
def test_home_links_to_the_guides_that_the_site_has(repository: Path, folders: str) -> None:
    site = build(repository, "# Keep it\n", path="guides/maintain.md", use_directory_urls=folders)
    found = links(site / "index.html")
    assert found["How to run a catalog"] == ("guides/maintain/" if folders == "true" else "guides/maintain.html")
    assert "How to reproduce a job" not in found


def test_a_guide_that_is_left_out_is_not_linked(repository: Path) -> None:
    site = build(repository, "# Keep it\n", path="guides/maintain.md", exclude_docs="/guides/")
    assert "How to run a catalog" not in links(site / "index.html")
    assert dead_links(site) == []


def test_a_file_of_the_docs_folder_is_linked_in_place_of_ours(repository: Path) -> None:
    site = build(repository, "# Own\n\n[rules](../rules/bad-name/index.md)\n", path="catalog/index.md")
    assert "Own" in (site / "catalog/index.html").read_text(encoding="utf-8")
    assert dead_links(site) == []

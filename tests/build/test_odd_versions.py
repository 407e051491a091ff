"""Any text may be a version, of any length: each has its own page, record and file, inside the site."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from mkdocs_build import build_here
from odd_catalog import write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("odd-versions")
VERSIONS = (
    *("..", ".", "...", "../../../escaped", "a/b", "a\\b", "/etc/passwd", "~", "~2e~2e", "%2e%2e", "index.html"),
    *("INDEX.HTML", "con", "CON", "nul.txt", "aux.", "versions", "1.0", "1.0 ", " 1.0", " ", "?", "#", "a?b#c", ":"),
    *("a:b", "*", "<b>", '"', "\u202e1.0", "\u200b", "\u00fc", "u\u0308", "\u4e2d\u6587", "\t", "\n", "\x1b[31m"),
    *("\x85", "\ufeff", "9" * 5_000, "x" * 10_000, "v" * 250, "v" * 251, "\u00fc" * 200),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd") / "deep" / "below"
    folder.mkdir(parents=True)
    write_mkdocs_yml(folder, theme="mkdocs", site_url="https://jobs.example.com/")
    (folder / "catalog").mkdir()
    for number, version in enumerate(VERSIONS):
        data = {"protocolVersion": 2, "name": "digits", "type": "data", "version": version, "contributor": "C" * 5_000}
        content = json.dumps(data | {"uri": [f"/mnt/{number}"], "extras": {"paicatalog": {"summary": "s " * 5_000}}})
        (folder / "catalog" / f"{number}.yaml").write_text(content)
    return build_here(folder)


@pytest.fixture(scope="module")
def entries(site: Path) -> list[dict[str, str]]:
    listed = json.loads((site / "api/v1/catalog.json").read_text())["components"]
    return [entry for entry in listed if entry["name"] == "digits"]


def test_each_version_has_its_own_page_and_record(site: Path, entries: list[dict[str, str]]) -> None:
    assert {entry["version"] for entry in entries} == set(VERSIONS)
    for kind in ("url", "api", "raw"):
        assert len({entry[kind] for entry in entries}) == len(VERSIONS), kind
    for entry in entries:
        page = (site / unquote(entry["url"]) / "index.html").resolve()
        assert page.is_relative_to(site / "data" / "digits")
        record = json.loads((site / unquote(entry["api"])).read_text())["component"]
        assert record["version"] == entry["version"]
        assert f'/mnt/{VERSIONS.index(entry["version"])}"' in (site / unquote(entry["raw"])).read_text()


def test_nothing_is_written_beside_the_site(site: Path) -> None:
    repository = site.parent
    assert {path.name for path in repository.iterdir()} == {"catalog", "docs", "mkdocs.yml", "site"}
    assert {path.name for path in repository.parent.iterdir()} == {"below"}
    assert max(len(part.encode()) for path in site.rglob("*") for part in path.parts) <= 255


def test_long_texts_are_cut_in_lists(site: Path) -> None:
    home, listed = (site / name for name in ("index.html", "catalog/data/index.html"))
    for page in (home, listed):
        assert max(map(len, re.findall(r">([^<]*)<", page.read_text()))) < 2_000
    newest = (site / "data/digits/index.html").read_text()
    [versions] = re.findall(r'<ol class="pc-versions">(.*?)</ol>', newest, re.DOTALL)
    texts = re.findall(r">([^<]*)<", versions)
    assert "x" * 79 + "\u2026" in texts
    assert max(map(len, texts)) <= 100

"""A component with hundreds of versions: what each page and record lists does not grow with their number."""

import json
import re
from pathlib import Path

import pytest
from mkdocs_build import build_here
from odd_catalog import write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("many-versions")
COUNT = 300


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    write_mkdocs_yml(folder, theme="mkdocs")
    (folder / "catalog").mkdir()
    for number in range(COUNT):
        text = f"protocolVersion: 2\nname: digits\ntype: data\nversion: 1.{number}.0\nuri: [/mnt/digits-{number}]\n"
        (folder / "catalog" / f"{number}.yaml").write_text(text)
    return build_here(folder)


def listed(page: Path) -> list[str]:
    [versions] = re.findall(r'<ol class="pc-versions">(.*?)</ol>', page.read_text(), re.DOTALL)
    return re.findall(r"<li><(?:a[^>]*|strong)>([^<]*)", versions)


def test_a_page_lists_the_newest_versions_and_links_to_all(site: Path) -> None:
    newest = listed(site / "data/digits/index.html")
    assert newest == [*(f"1.{number}.0" for number in range(299, 199, -1)), "All 300 versions"]
    assert 'href="../../catalog/?q=digits&amp;type=data"' in (site / "data/digits/index.html").read_text()
    older = listed(site / "data/digits/1.7.0/index.html")
    assert older == [*(f"1.{number}.0" for number in range(299, 279, -1)), "1.7.0", "All 300 versions"]
    assert 'href="../../../data/digits/#versions"' in (site / "data/digits/1.7.0/index.html").read_text()


def test_the_newest_versions_record_lists_all(site: Path) -> None:
    def versions(name: str) -> list[str]:
        record = json.loads((site / f"api/v1/data/{name}.json").read_text())
        return [each["version"] for each in record["component"]["versions"]]

    assert versions("digits") == [f"1.{number}.0" for number in range(299, -1, -1)]
    assert versions("digits/1.7.0") == [f"1.{number}.0" for number in range(299, 279, -1)]


def test_the_site_grows_with_the_number_of_versions_only(site: Path) -> None:
    largest = max(path.stat().st_size for path in site.glob("data/digits/*/*") if path.is_file())
    assert largest < 40_000
    records = [path.stat().st_size for path in site.glob("api/v1/data/digits/*.json")]
    assert len(records) == COUNT - 1
    assert max(records) < 4_000

"""A build replaces the last site in one step, and nothing that is no site."""

from pathlib import Path
from typing import Any

import pytest
from odd_catalog import VALID, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("last-site")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "repo" / "catalog").mkdir(parents=True)
    (tmp_path / "repo" / "catalog" / "model.yaml").write_text(VALID["model.yaml"])
    write_mkdocs_yml(tmp_path / "repo", theme="mkdocs")
    return tmp_path / "repo"


def test_pages_of_removed_files_go_and_hidden_files_stay(folder: Path, run: Any) -> None:
    assert run("build", cwd=folder).returncode == 0
    (folder / "site" / ".git").write_text("gitdir: elsewhere")
    (folder / "catalog" / "model.yaml").rename(folder / "catalog" / "renamed.yaml")
    (folder / "catalog" / "renamed.yaml").write_text(VALID["model.yaml"].replace("name: model", "name: renamed"))
    assert run("build", cwd=folder).returncode == 0
    assert (folder / "site/outputs/renamed/index.html").is_file()
    assert not (folder / "site/outputs/model").exists()
    assert (folder / "site" / ".git").read_text() == "gitdir: elsewhere"
    assert sorted(path.name for path in folder.iterdir()) == ["catalog", "docs", "mkdocs.yml", "site"]


def test_a_link_to_the_site_stays_a_link(folder: Path, run: Any) -> None:
    (folder.parent / "www").mkdir()
    (folder / "site").symlink_to(folder.parent / "www")
    assert run("build", cwd=folder).returncode == 0
    assert (folder / "site").is_symlink()
    assert (folder.parent / "www" / "index.html").is_file()


@pytest.mark.parametrize(
    ("site_dir", "sentence"),
    [
        (".", "it holds mkdocs.yml and the catalog"),
        ("..", "it holds mkdocs.yml and the catalog"),
        ("docs", "it holds files that are no site"),
        ("catalog/site", "it lies in the catalog"),
        ("mkdocs.yml", "that is a file"),
        ("mkdocs.yml/site", "cannot be written beside mkdocs.yml/site: Not a directory"),
        ("/proc/site", "cannot be written beside /proc/site"),
    ],
)
def test_what_is_no_site_is_not_replaced(folder: Path, run: Any, site_dir: str, sentence: str) -> None:
    before = sorted(folder.rglob("*"))
    done = run("build", "--site-dir", site_dir, cwd=folder)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_site_that_lost_its_place_comes_back(folder: Path, run: Any) -> None:
    assert run("build", cwd=folder).returncode == 0
    (folder / "site").rename(folder / "site.last")
    (folder / "catalog" / "broken.yaml").write_text("a: [")
    assert run("build", "--strict", cwd=folder).returncode == 1
    assert (folder / "site/outputs/model/index.html").is_file()
    assert sorted(path.name for path in folder.iterdir()) == ["catalog", "docs", "mkdocs.yml", "site"]

"""A build replaces the last site in one step, and nothing that is no site."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from odd_catalog import VALID, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("last-site")


def repository(folder: Path) -> Path:
    (folder / "catalog").mkdir(parents=True)
    (folder / "catalog" / "model.yaml").write_text(VALID["model.yaml"])
    write_mkdocs_yml(folder, theme="mkdocs")
    return folder


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory, run: Any) -> Path:
    folder = repository(tmp_path_factory.mktemp("built") / "repo")
    assert run("build", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository without a site."""
    return repository(tmp_path / "repo")


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A repository with its site."""
    return Path(shutil.copytree(built_once, tmp_path / "repo"))


def test_pages_of_removed_files_go_and_hidden_files_stay(built: Path, run: Any) -> None:
    (built / "site" / ".git").write_text("gitdir: elsewhere")
    (built / "catalog" / "model.yaml").rename(built / "catalog" / "renamed.yaml")
    (built / "catalog" / "renamed.yaml").write_text(VALID["model.yaml"].replace("name: model", "name: renamed"))
    assert run("build", cwd=built).returncode == 0
    assert (built / "site/outputs/renamed/index.html").is_file()
    assert not (built / "site/outputs/model").exists()
    assert (built / "site" / ".git").read_text() == "gitdir: elsewhere"
    assert sorted(path.name for path in built.iterdir()) == ["catalog", "docs", "mkdocs.yml", "site"]


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


def test_a_site_that_lost_its_place_comes_back(built: Path, run: Any) -> None:
    (built / "site").rename(built / "site.last")
    (built / "catalog" / "broken.yaml").write_text("a: [")
    assert run("build", "--strict", cwd=built).returncode == 1
    assert (built / "site/outputs/model/index.html").is_file()
    assert sorted(path.name for path in built.iterdir()) == ["catalog", "docs", "mkdocs.yml", "site"]

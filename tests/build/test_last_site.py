"""A build replaces the last site in one step, and nothing that is no site."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from odd_catalog import VALID, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("last-site")

BESIDE = ["catalog", "docs", "mkdocs.yml", "site"]


def repository(folder: Path) -> Path:
    (folder / "catalog").mkdir(parents=True)
    (folder / "catalog" / "model.yaml").write_text(VALID["model.yaml"])
    write_mkdocs_yml(folder, theme="mkdocs")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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


def test_pages_of_removed_files_go_and_files_of_others_stay(built: Path, run: Any) -> None:
    (built / "site" / ".git").mkdir()
    (built / "site" / ".git" / "HEAD").write_text("ref: refs/heads/gh-pages")
    (built / "site" / "CNAME").write_text("jobs.example.com")
    (built / "catalog" / "model.yaml").rename(built / "catalog" / "renamed.yaml")
    (built / "catalog" / "renamed.yaml").write_text(VALID["model.yaml"].replace("name: model", "name: renamed"))
    assert run("build", cwd=built).returncode == 0
    assert (built / "site/outputs/renamed/index.html").is_file()
    assert not (built / "site/outputs/model").exists()
    assert (built / "site/.git/HEAD").read_text() == "ref: refs/heads/gh-pages"
    assert (built / "site/CNAME").read_text() == "jobs.example.com"
    assert names(built) == BESIDE


def test_folders_of_the_user_beside_the_site_stay(built: Path, run: Any) -> None:
    for name in ("site.last", "site.building", "site.new", ".site.paicatalog-mine"):
        (built / name).mkdir()
        (built / name / "thesis.tex").write_text("mine")
    assert run("build", cwd=built).returncode == 0
    assert sorted(path.parent.name for path in built.glob("*/thesis.tex")) == [
        ".site.paicatalog-mine",
        "site.building",
        "site.last",
        "site.new",
    ]


def test_a_link_to_the_site_stays_a_link(folder: Path, run: Any) -> None:
    (folder.parent / "www").mkdir()
    (folder / "site").symlink_to(folder.parent / "www")
    assert run("build", cwd=folder).returncode == 0
    assert (folder / "site").is_symlink()
    assert (folder.parent / "www" / "index.html").is_file()


def test_a_work_tree_without_a_site_is_built_into(folder: Path, run: Any) -> None:
    (folder / "site").mkdir()
    (folder / "site" / ".git").write_text("gitdir: elsewhere")
    (folder / "site" / ".nojekyll").touch()
    assert run("build", cwd=folder).returncode == 0
    assert (folder / "site/index.html").is_file()
    assert (folder / "site/.git").read_text() == "gitdir: elsewhere"
    assert (folder / "site/.nojekyll").is_file()


@pytest.mark.parametrize(
    ("site_dir", "sentence"),
    [
        (".", "it holds mkdocs.yml and the catalog"),
        ("..", "it holds mkdocs.yml and the catalog"),
        ("docs", "it holds the docs"),
        ("docs/site", "it lies in the docs"),
        ("catalog/site", "it lies in the catalog"),
        ("photos", "it holds files that `paicatalog build` did not write"),
        ("www", "it holds files that `paicatalog build` did not write"),
        ("foreign", "it holds files that `paicatalog build` did not write"),
        ("mkdocs.yml", "that is a file"),
        ("mkdocs.yml/site", "cannot be written beside mkdocs.yml/site: Not a directory"),
        ("itself", "that is a link that leads to itself"),
        ("/proc/site", "cannot be written beside /proc/site"),
    ],
)
def test_what_is_no_site_of_ours_is_not_replaced(folder: Path, run: Any, site_dir: str, sentence: str) -> None:
    for name, file, text in (
        ("photos", "party.jpg", "jpeg"),
        ("www", "sitemap.xml", "<urlset/>"),
        ("foreign", "paicatalog-site.json", '{"entries": []}'),
    ):
        (folder / name).mkdir()
        (folder / name / file).write_text(text)
    (folder / "itself").symlink_to("itself")
    before = contents(folder)
    done = run("build", "--site-dir", site_dir, cwd=folder)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(folder) == before
    assert not list(folder.glob(".*"))


def test_a_site_that_mkdocs_wrote_over_ours_is_not_replaced(built: Path, run: Any) -> None:
    (built / "site/.nojekyll").touch()
    for entry in (built / "site").glob("[!.]*"):  # What `mkdocs build` does first.
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    (built / "site/index.html").write_text("by MkDocs")
    done = run("build", cwd=built)
    assert done.returncode == 2
    assert "or delete them, if they are a site of an earlier version or of `mkdocs build`." in done.stderr
    assert (built / "site/index.html").read_text() == "by MkDocs"


def test_a_file_of_the_user_is_not_overwritten_by_a_page_of_its_name(built: Path, run: Any) -> None:
    (built / "site/poster").mkdir()
    (built / "site/poster/photo.jpg").write_text("jpeg")
    (built / "docs/poster.md").write_text("# Poster")
    before = contents(built)
    done = run("build", cwd=built)
    assert done.returncode == 2
    assert "both have `poster`, and the one there was not written by `paicatalog build`. Move or delete" in done.stderr
    assert contents(built) == before
    (built / "site/poster").rename(built / "photos")
    assert run("build", cwd=built).returncode == 0
    assert (built / "site/poster/index.html").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits of resources")
def test_a_full_disk_is_told_in_a_sentence(built: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sitecustomize` runs at the start of each process: here, one in which copying a file fails."""
    full = "import errno, os, shutil\ndef copyfile(*_, **__): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
    (built / "full").mkdir()
    (built / "full" / "sitecustomize.py").write_text(f"{full}shutil.copyfile = copyfile\n")
    monkeypatch.setenv("PYTHONPATH", str(built / "full"))
    before = contents(built / "site")
    done = run("build", cwd=built)
    assert done.returncode == 1
    assert "The site cannot be written: No space left on device. Free some space" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(built / "site") == before


def test_a_failed_build_changes_nothing(built: Path, run: Any) -> None:
    (built / "catalog" / "broken.yaml").write_text("a: [")
    before = contents(built)
    done = run("build", "--strict", cwd=built)
    assert done.returncode == 1
    assert f"The site was not built. {(built / 'site').resolve()} is as it was." in done.stderr
    assert contents(built) == before
    assert names(built) == BESIDE


def test_the_marker_lists_what_is_at_the_top(built_once: Path) -> None:
    record = json.loads((built_once / "site/paicatalog-site.json").read_text())
    assert record["entries"] == names(built_once / "site")
    assert record["generator"].startswith("paicatalog ")


def test_what_cannot_be_moved_back_is_named_and_kept(built: Path, run: Any) -> None:
    killed = built / ".site.paicatalog-k2v9x0ab"
    (killed / "ready").mkdir(parents=True)
    (killed / "ready" / ".nojekyll").write_text("of the last site")
    (built / "site" / ".nojekyll").write_text("written since")
    done = run("build", cwd=built)
    assert done.returncode == 0
    assert (
        f"{killed}/ready/.nojekyll could not be moved to the site. Move it to {built}/site, or delete it."
        in done.stderr
    )
    assert (killed / "ready" / ".nojekyll").read_text() == "of the last site"
    assert (built / "site" / ".nojekyll").read_text() == "written since"
    (killed / "ready" / ".nojekyll").unlink()
    assert run("build", cwd=built).returncode == 0
    assert names(built) == BESIDE


@pytest.mark.skipif(os.name == "nt", reason="no modes")
def test_a_new_site_can_be_read_by_a_web_server(built_once: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    assert (built_once / "site").stat().st_mode & 0o777 == 0o777 & ~umask

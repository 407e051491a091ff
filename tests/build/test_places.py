"""Catalogs in submodules, in other repositories, and where Git cannot read them."""

import logging
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from mkdocs.exceptions import Abort, PluginError
from mkdocs_build import build_here
from odd_catalog import VALID

from paicatalog import pipeline
from paicatalog.cli import main
from paicatalog.config import load_config
from paicatalog.site.build_context import BuildContext

MODEL = VALID["model.yaml"]
HOME = "https://github.com/x/site"
MKDOCS = f"site_name: Ours\ntheme: mkdocs\nrepo_url: {HOME}\nplugins: [paicatalog]\n"
UPDATE = "is not checked out. Run `git submodule update --init`."


def git(folder: Path, *arguments: str) -> str:
    options = ("-c", "user.name=Ada", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
    done = subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def repository(folder: Path, **files: str) -> Path:
    """A repository with one commit on the branch `main`. `__` in a name stands for `/`, the last `_` for a dot."""
    git(folder.parent, "init", "-q", "-b", "main", folder.name)
    for name, text in files.items():
        path = folder / re.sub(r"_(yaml|yml|md)$", r".\1", name).replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Begin")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A repository with `mkdocs.yml`, and another repository of protocol files as the submodule `catalog`."""
    repository(tmp_path / "jobs", model_yaml=MODEL)
    folder = repository(tmp_path / "site", mkdocs_yml=MKDOCS, docs__about_md="# About\n")
    git(folder, "submodule", "--quiet", "add", str(tmp_path / "jobs"), "catalog")
    git(folder, "commit", "-q", "-m", "Add the catalog")
    git(folder / "catalog", "remote", "set-url", "origin", "https://ada:s3cret@gitlab.com/group/sub/jobs.git")
    return folder


def links(folder: Path, path: str) -> list[str]:
    """The addresses of a file that its page links to: the file, to edit it, its history, its lines' commits."""
    found = BuildContext.of(pipeline.load(load_config(folder / "mkdocs.yml"))).repositories
    commit = "c" * 40
    urls = (found.file(path, commit=commit), found.edit(path), found.history(path), found.blame(path, commit=commit))
    return [url.replace(commit, "COMMIT") for url in urls]


def warnings(folder: Path) -> tuple[str, ...]:
    return pipeline.load(load_config(folder / "mkdocs.yml")).warnings


def test_pages_of_a_submodule_link_to_its_own_repository(site: Path) -> None:
    page = html.fromstring(next(build_here(site).glob("*/model/index.html")).read_text(encoding="utf-8"))
    commit = git(site / "catalog", "rev-parse", "HEAD")
    own = "https://gitlab.com/group/sub/jobs/-"
    found = {url for url in page.xpath("//main//@href | //*[@id='pc-content']//@href") if url.startswith("https://git")}
    assert {
        f"{own}/blob/{commit}/model.yaml",
        f"{own}/edit/main/model.yaml",
        f"{own}/commits/main/model.yaml",
        f"{own}/blame/{commit}/model.yaml",
        f"{own}/commit/{commit}",
    } <= found
    assert not [url for url in found if "s3cret" in url or url.startswith(HOME)]


def test_a_submodule_below_the_catalog_has_its_own_history_and_links(site: Path) -> None:
    git(site, "mv", "catalog", "vendor")
    (site / "catalog").mkdir()
    git(site, "mv", "vendor", "catalog/vendor")
    (site / "catalog" / "a.yaml").write_text(MODEL.replace("name: model", "name: ours"), encoding="utf-8")
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "Move")
    assert links(site, "catalog/vendor/model.yaml")[1] == "https://gitlab.com/group/sub/jobs/-/edit/main/model.yaml"
    assert links(site, "catalog/a.yaml")[1] == f"{HOME}/edit/main/catalog/a.yaml"
    catalog = pipeline.load(load_config(site / "mkdocs.yml")).catalog
    subjects = {each.name: each.history and each.history.changed.subject for each in catalog.components}
    assert subjects == {"model": "Begin", "ours": "Move"}


@pytest.mark.parametrize("below", ["", "/catalog"])
def test_a_submodule_that_is_not_checked_out_is_told(
    site: Path, below: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(site, "submodule", "--quiet", "deinit", "--force", "catalog")
    (site / "mkdocs.yml").write_text(MKDOCS.replace("[paicatalog]", f"[paicatalog: {{catalog_dir: catalog{below}}}]"))
    monkeypatch.chdir(site)
    said = CliRunner().invoke(main, ["validate"])
    assert said.exit_code == 2
    assert f"The submodule catalog {UPDATE}" in said.output
    with caplog.at_level(logging.WARNING), pytest.raises((Abort, PluginError)) as failed:
        build_here(site, strict=True)
    assert f"The submodule catalog {UPDATE}" in caplog.text + str(failed.value)


def test_an_empty_catalog_fails_a_strict_build_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = repository(tmp_path / "site", mkdocs_yml=MKDOCS, docs__about_md="# About\n", catalog__README_md="# None\n")
    build_here(folder)
    with caplog.at_level(logging.WARNING), pytest.raises(Abort):
        build_here(folder, strict=True)
    told = {record.getMessage() for record in caplog.records if "protocol files" in record.getMessage()}
    assert told == {"There are no protocol files in catalog: their names end in .yaml, .yml or .json."}


def test_a_catalog_in_no_repository_has_no_links(tmp_path: Path) -> None:
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "model.yaml").write_text(MODEL, encoding="utf-8")
    config = MKDOCS.replace("[paicatalog]", "[paicatalog: {catalog_dir: ../jobs}]")
    folder = repository(tmp_path / "site", mkdocs_yml=config)
    assert links(folder, "../jobs/model.yaml") == [""] * 4
    assert not warnings(folder)


def test_a_catalog_in_a_folder_of_a_large_repository(tmp_path: Path) -> None:
    top = repository(tmp_path / "all", ml__site__mkdocs_yml=MKDOCS, ml__site__catalog__model_yaml=MODEL)
    file = "ml/site/catalog/model.yaml"
    assert links(top / "ml" / "site", "catalog/model.yaml") == [
        f"{HOME}/blob/COMMIT/{file}",
        f"{HOME}/edit/main/{file}",
        f"{HOME}/commits/main/{file}",
        f"{HOME}/blame/COMMIT/{file}",
    ]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A repository with `mkdocs.yml` and a catalog."""
    return repository(tmp_path / "site", mkdocs_yml=MKDOCS, docs__about_md="# About\n", catalog__model_yaml=MODEL)


EDIT = f"{HOME}/edit/%s/catalog/model.yaml"


@pytest.mark.parametrize(
    ("variables", "branch"),
    [
        ({}, "HEAD"),
        ({"GITHUB_REF": "refs/heads/release/2"}, "release/2"),
        ({"GITHUB_REF": "refs/pull/7/merge", "GITHUB_BASE_REF": "trunk"}, "trunk"),
        ({"GITHUB_REF": "refs/tags/v1", "GITHUB_BASE_REF": ""}, "HEAD"),
        ({"CI_COMMIT_BRANCH": "trunk", "CI_DEFAULT_BRANCH": "main"}, "trunk"),
        ({"CI_DEFAULT_BRANCH": "trunk"}, "trunk"),
        ({"BUILD_SOURCEBRANCH": "refs/heads/trunk"}, "trunk"),
    ],
)
def test_a_pipeline_says_which_branch_is_edited(
    plain: Path, variables: dict[str, str], branch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ:
        if name.startswith(("GITHUB_", "CI_", "BITBUCKET_", "BUILD_", "SYSTEM_")):
            monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    git(plain, "checkout", "-q", "--detach")
    assert links(plain, "catalog/model.yaml")[1] == EDIT % branch


def test_a_branch_is_edited_under_its_name_on_the_remote(plain: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(plain), "clone")
    clone = tmp_path / "clone"
    assert links(clone, "catalog/model.yaml")[1] == EDIT % "main"
    git(clone, "checkout", "-q", "-b", "mine", "--track", "origin/main")
    assert links(clone, "catalog/model.yaml")[1] == EDIT % "main"
    git(clone, "checkout", "-q", "-b", "unpublished", "--no-track")
    assert links(clone, "catalog/model.yaml")[1] == EDIT % "main"


@pytest.mark.parametrize("bare", [False, True])
def test_a_linked_work_tree_is_like_any_other(plain: Path, tmp_path: Path, *, bare: bool) -> None:
    source = plain
    if bare:
        git(tmp_path, "clone", "-q", "--bare", str(plain), "bare.git")
        source = tmp_path / "bare.git"
    git(source, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    assert links(tmp_path / "linked", "catalog/model.yaml")[0] == f"{HOME}/blob/COMMIT/catalog/model.yaml"


def test_a_git_directory_elsewhere(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.move(plain / ".git", tmp_path / "elsewhere.git")
    assert not warnings(plain)
    monkeypatch.chdir(plain)
    monkeypatch.setenv("GIT_DIR", "../elsewhere.git")
    context = pipeline.load(load_config(plain / "mkdocs.yml"))
    assert [each.history is not None for each in context.catalog.components] == [True]
    assert links(plain, "catalog/model.yaml")[1] == EDIT % "main"


def test_a_repository_without_commits_has_no_links(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "model.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    assert links(tmp_path, "catalog/model.yaml") == [""] * 4
    assert not warnings(tmp_path)


@pytest.fixture
def refusing(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository as Git sees it where it belongs to another user."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return plain


def test_a_repository_of_another_user_is_told_once(refusing: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        build_here(refusing)
    told = [record.getMessage() for record in caplog.records if "another user" in record.getMessage()]
    cause = f"Git refuses to read {refusing}, which belongs to another user: pages lack dates, authors and history."
    assert told == [f"{cause} Run `git config --global --add safe.directory {refusing}`."]


def test_what_the_user_lets_git_read_is_read(refusing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("COUNT", "1"), ("KEY_0", "safe.directory"), ("VALUE_0", str(refusing))):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert not warnings(refusing)
    assert links(refusing, "catalog/model.yaml")[1] == EDIT % "main"


def test_since_says_why_git_refuses(refusing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(refusing)
    said = CliRunner().invoke(main, ["validate", "--since", "HEAD"])
    assert said.exit_code == 2
    assert f"Run `git config --global --add safe.directory {refusing}`." in said.output


def test_without_git_a_repository_is_told(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert warnings(plain) == (
        "Git is not installed: pages lack dates, authors and history. Install it, and run the command again.",
    )
    shutil.rmtree(plain / ".git")
    assert not warnings(plain)


def test_the_sitemap_has_the_dates_of_commits(plain: Path) -> None:
    (plain / "docs" / "new.md").write_text("# New\n", encoding="utf-8")
    with (plain / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("site_url: https://example.org/\n")
    listed = (build_here(plain) / "sitemap.xml").read_text(encoding="utf-8")
    dates = dict(re.findall(r"<loc>https://example.org/([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", listed))
    committed = git(plain, "log", "-1", "--format=%aI").replace("Z", "+00:00")
    assert (dates["outputs/model/"], dates["about/"]) == (committed, committed)
    assert (dates["new/"], dates["health/"]) == ("", "")

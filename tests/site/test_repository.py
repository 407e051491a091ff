"""Web addresses of files in their repositories."""

import os
from pathlib import Path

import pytest

from paicatalog.catalog.git.work_tree import WorkTree
from paicatalog.config import Config
from paicatalog.site.urls.repository import Repositories, Repository
from paicatalog.site.urls.web_address import web_address
from paicatalog.site.urls.web_host import web_host

HOME = "https://github.com/x/y"
ROOT = Path("/work")
FILE = "catalog/a.yaml"
COMMIT = "c" * 40


def repositories(**given: object) -> Repositories:
    """The repositories of a catalog in the repository of its `mkdocs.yml`."""
    options = {"repo_url": HOME, "docs_dir": ROOT / "docs"} | given
    return Repositories.of(Config(ROOT, ROOT / "catalog", ROOT / "site", **options), [tree()], ROOT)  # type: ignore[arg-type]


def tree(root: Path = ROOT, *, folder: str = "", prefix: str = "catalog/", **given: object) -> WorkTree:
    values = {"remotes": (), "branch": "main", "commit": COMMIT, "files": frozenset({"a.yaml"})} | given
    return WorkTree(root, folder, prefix, **values)  # type: ignore[arg-type]


def test_a_path_that_is_no_text_has_addresses_all_the_same() -> None:
    path = os.fsdecode(b"catalog/a \xff.yaml")
    repository = Repository(HOME, edit_base=f"{HOME}/edit/main/")
    assert repository.file(path, commit=None) == f"{HOME}/blob/HEAD/catalog/a%20%FF.yaml"
    assert repository.edit(path) == f"{HOME}/edit/main/catalog/a%20%FF.yaml"
    assert repository.new_issue(path, path) == f"{HOME}/issues/new?title=catalog%2Fa+%3F.yaml&body=catalog%2Fa+%3F.yaml"


def test_without_a_web_view_nothing_has_an_address() -> None:
    repository = Repository("", edit_base="edit/main/")
    assert not any((repository.file("a", commit=None), repository.edit("a"), repository.new_issue("a", "b")))
    assert not repository.history("a")
    assert not repository.blame("a", commit=None)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:x/y.git", HOME),
        ("github.com:x/y", HOME),
        ("ssh://git@ssh.github.com:443/x/y.git", HOME),
        ("https://ada:s3cret@github.com/x/y.git/", HOME),
        ("git://github.com/x/y", HOME),
        ("https://git.example.com:8443/a/b.git", "https://git.example.com:8443/a/b"),
        ("http://git.example.com/a/b", "http://git.example.com/a/b"),
        ("ssh://git@git.example.com:2222/group/sub/b.git", "https://git.example.com/group/sub/b"),
        ("git@gitlab.com:group/sub/b.git", "https://gitlab.com/group/sub/b"),
        ("https://[2001:db8::1]:8443/a/b.git", "https://[2001:db8::1]:8443/a/b"),
        ("https://ada@dev.azure.com/org/A%20project/_git/b", "https://dev.azure.com/org/A%20project/_git/b"),
        ("git@ssh.dev.azure.com:v3/org/A project/b", "https://dev.azure.com/org/A%20project/_git/b"),
        ("org@vs-ssh.visualstudio.com:v3/org/p/b", "https://org.visualstudio.com/p/_git/b"),
        ("ssh://git@bitbucket.example.com:7999/key/b.git", "https://bitbucket.example.com/projects/key/repos/b"),
        ("https://code.example.com/scm/~ada/b.git", "https://code.example.com/users/ada/repos/b"),
        ("https://example.com/context/scm/key/b.git", "https://example.com/context/projects/key/repos/b"),
    ],
)
def test_a_remote_has_an_address_for_browsers_without_passwords(remote: str, address: str) -> None:
    assert web_address(remote) == address


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "/srv/git/b.git",
        "../b.git",
        "file:///srv/b.git",
        r"C:\b",
        "C:/b",
        "work:x/y.git",
        "https://[bad/x",
        "https:///x",
    ],
)
def test_what_no_browser_opens_has_no_address(remote: str) -> None:
    assert web_address(remote) == ""


GITLAB = "https://gitlab.example.com/a/b/c"
GITEA = "https://codeberg.org/a/b"
BITBUCKET = "https://bitbucket.org/a/b"
CENTER = "https://code.example.com/projects/KEY/repos/b"
AZURE = "https://dev.azure.com/org/p/_git/b"


@pytest.mark.parametrize(
    ("address", "view", "edit", "history", "blame"),
    [
        (HOME, f"/blob/{COMMIT}/{FILE}", f"/edit/main/{FILE}", f"/commits/main/{FILE}", f"/blame/{COMMIT}/{FILE}"),
        (
            GITLAB,
            f"/-/blob/{COMMIT}/{FILE}",
            f"/-/edit/main/{FILE}",
            f"/-/commits/main/{FILE}",
            f"/-/blame/{COMMIT}/{FILE}",
        ),
        (
            GITEA,
            f"/src/commit/{COMMIT}/{FILE}",
            f"/_edit/main/{FILE}",
            f"/commits/branch/main/{FILE}",
            f"/blame/commit/{COMMIT}/{FILE}",
        ),
        (
            BITBUCKET,
            f"/src/{COMMIT}/{FILE}",
            f"/src/main/{FILE}?mode=edit&at=main",
            f"/history-node/main/{FILE}",
            f"/annotate/{COMMIT}/{FILE}",
        ),
        (CENTER, f"/browse/{FILE}?at={COMMIT}", None, f"/commits?until=main&path={FILE}", None),
        (
            AZURE,
            f"?path=/{FILE}&version=GC{COMMIT}",
            None,
            f"?path=/{FILE}&version=GBmain&_a=history",
            f"?path=/{FILE}&version=GC{COMMIT}&_a=blame",
        ),
    ],
)
def test_each_host_has_its_own_addresses(
    address: str, view: str, edit: str | None, history: str, blame: str | None
) -> None:
    found = repositories(repo_url=address)
    assert found.file(FILE, commit=COMMIT) == address + view
    assert found.edit(FILE) == (address + edit if edit else "")
    assert found.history(FILE) == address + history
    assert found.blame(FILE, commit=COMMIT) == (address + blame if blame else "")


@pytest.mark.parametrize(
    ("edit_uri", "path"), [("-/edit/main/docs/", "/-/blob/"), ("_edit/main/docs/", "/src/commit/"), (None, "/blob/")]
)
def test_a_host_of_any_name_is_known_by_how_it_edits(edit_uri: str | None, path: str) -> None:
    found = repositories(repo_url="https://git.example.com/a/b", edit_uri=edit_uri)
    assert found.file(FILE, commit=COMMIT) == f"https://git.example.com/a/b{path}{COMMIT}/{FILE}"


def test_groups_in_groups_are_those_of_gitlab() -> None:
    assert web_host("https://git.example.com/a/b/c").file.startswith("/-/")


@pytest.mark.parametrize(
    ("edit_uri", "docs", "edit"),
    [
        (None, "docs", f"{HOME}/edit/main/{FILE}"),
        ("", "docs", ""),
        ("edit/dev/docs/", "docs", f"{HOME}/edit/dev/{FILE}"),
        ("edit/dev/", "docs", f"{HOME}/edit/dev/{FILE}"),
        ("edit/dev/website/docs", "website/docs", f"{HOME}/edit/dev/{FILE}"),
        ("?file=docs/", "docs", f"{HOME}?file={FILE}"),
        ("https://edit.example.com/main/docs/", "docs", f"https://edit.example.com/main/{FILE}"),
    ],
)
def test_files_are_edited_where_pages_are(edit_uri: str | None, docs: str, edit: str) -> None:
    assert repositories(edit_uri=edit_uri, docs_dir=ROOT / docs).edit(FILE) == edit


def test_a_catalog_in_a_folder_of_a_large_repository() -> None:
    config = Config(ROOT, ROOT / "catalog", ROOT / "site", docs_dir=ROOT / "docs", repo_url=HOME)
    found = Repositories.of(config, [tree(Path("/"), prefix="work/catalog/")], Path("/"))
    assert found.file(FILE, commit=COMMIT) == f"{HOME}/blob/{COMMIT}/work/{FILE}"
    assert found.edit(FILE) == f"{HOME}/edit/main/work/{FILE}"


def test_only_files_in_git_have_addresses() -> None:
    assert not repositories().file("catalog/new.yaml", commit=None)
    assert not repositories().edit("catalog/new.yaml")


def test_a_catalog_outside_the_repository_has_no_dead_links() -> None:
    config = Config(ROOT, Path("/elsewhere"), ROOT / "site", repo_url=HOME)
    for site_root in (ROOT, None):
        found = Repositories.of(config, [], site_root)
        assert not found.file("../elsewhere/a.yaml", commit=None)
        assert not found.edit("../elsewhere/a.yaml")
        assert found.new_issue("a", "", "../elsewhere/a.yaml").startswith(HOME)


@pytest.mark.parametrize(
    ("remotes", "address"),
    [
        (("git@gitlab.com:a/b.git",), "https://gitlab.com/a/b/-/blob/"),
        (("/srv/b.git", "../jobs.git"), "https://github.com/x/jobs/blob/"),
        (("/srv/b.git",), ""),
    ],
)
def test_a_submodule_has_the_addresses_of_its_own_remote(remotes: tuple[str, ...], address: str) -> None:
    config = Config(ROOT, ROOT / "catalog", ROOT / "site", repo_url=HOME, edit_uri="edit/main/docs/")
    inner = tree(ROOT / "catalog" / "sub", folder="sub", prefix="", remotes=remotes)
    found = Repositories.of(config, [tree(), inner], ROOT)
    assert found.file("catalog/sub/a.yaml", commit=COMMIT) == (f"{address}{COMMIT}/a.yaml" if address else "")
    assert found.file(FILE, commit=COMMIT) == f"{HOME}/blob/{COMMIT}/{FILE}"

"""No site has what is on the machine but not in the repository, or a protocol file with its secrets."""

import logging
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from mkdocs.exceptions import Abort
from mkdocs_build import build_here
from odd_catalog import VALID, commit_all, write_mkdocs_yml

from paicatalog.config import ConfigError, load_config

Run = Callable[..., CompletedProcess[str]]

OUTSIDE = "of-the-machine-only"
SECRET = "correct-horse-battery"
LEAKY = f"{VALID['train.yaml']}secrets: {{key: {SECRET}}}\n".replace("name: train", "name: leaky")
OUT = {
    "environ.txt": ("/proc/self/environ", "leads out of the repository, to `/proc/self/environ`"),
    "key.md": ("../../.ssh/id", "leads out of the repository, to `../.ssh/id`"),
    "absolute.json": ("{machine}/.ssh/id", "leads out of the repository, to `{machine}/.ssh/id`"),
    "chain.txt": ("key.md", "leads out of the repository, to `../.ssh/id`"),
    "other.yaml": (
        "../../other/catalog/private.yaml",
        "leads out of the repository, to `../other/catalog/private.yaml`",
    ),
    "gone.png": ("nowhere.png", "`docs/nowhere.png`, which does not exist"),
    "itself.txt": ("itself.txt", "leads to itself"),
    "git.txt": ("../.git/config", "`.git/config`, a file of Git itself"),
    "ignored.txt": ("../.env", "`.env`, which Git ignores"),
    "below-ignored.txt": ("../build/log.txt", "`build/log.txt`, which Git ignores"),
}
"""Links of the docs folder: what they lead to, and what is said of it."""
OUT_FOLDERS = {
    "machine": ("../..", "leads out of the repository, to `..`"),
    "proc": ("/proc", "leads out of the repository, to `/proc`"),
    "above": ("..", "to a folder that contains it"),
    "circle": (".", "to a folder that contains it"),
    "git": ("../.git", "`.git`, a file of Git itself"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a catalog, on a machine with other files."""
    folder = tmp_path / "repository"
    for path in ("repository/.env", "repository/build/log.txt", ".ssh/id", "other/catalog/private.yaml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(OUTSIDE)
    (folder / "catalog").mkdir()
    (folder / "catalog" / "train.yaml").write_text(VALID["train.yaml"], encoding="utf-8")
    (folder / "shared").mkdir()
    (folder / "shared" / "notes.md").write_text("# Notes\n\nwritten-for-all\n")
    (folder / ".gitignore").write_text(".env\nbuild/\nsite/\n*.private.yaml\n")
    write_mkdocs_yml(folder, theme="mkdocs")
    commit_all(folder)
    with (folder / ".git" / "config").open("a") as file:
        file.write(f"# {OUTSIDE}\n")
    return folder


def link(path: Path, target: str, machine: Path) -> None:
    path.symlink_to(target.format(machine=machine))


def content(site: Path) -> Mapping[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def assert_without(site: Path, *words: str) -> None:
    for path, found in content(site).items():
        assert not [word for word in words if word.encode() in found], path


def test_links_of_the_docs_folder_that_lead_out_are_named_and_not_published(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_TOKEN_OF_THE_MACHINE", OUTSIDE)
    for name, (target, _) in OUT.items():
        link(folder / "docs" / name, target, tmp_path)
    (folder / "docs" / "copy.md").symlink_to("../shared/notes.md")
    (folder / "docs" / "notes").symlink_to("../shared")
    site = build_here(folder)
    assert_without(site, OUTSIDE, str(tmp_path))
    said = warnings(caplog)
    for name, (_, words) in OUT.items():
        shown = words.format(machine=tmp_path)
        assert [line for line in said if line.startswith(f"{name} of the docs folder") and shown in line], (name, said)
    assert len(said) == len(OUT)
    assert all(b"written-for-all" in content(site)[f"{name}/index.html"] for name in ("copy", "notes/notes"))


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode")
def test_a_name_that_is_not_utf_8_is_named_and_not_published(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "docs" / os.fsdecode(b"folder\xff")).mkdir()
    for name in (b"page\xff.md", b"image\xff.png", b"folder\xff/page.md"):
        (folder / "docs" / os.fsdecode(name)).write_text("# Page\n")
    site = build_here(folder)
    assert sorted(line.partition(" ")[0] for line in warnings(caplog)) == [
        "folder\\udcff/page.md",
        "image\\udcff.png",
        "page\\udcff.md",
    ]
    assert all("its path is not UTF-8, as URLs are. Rename it." in line for line in warnings(caplog))
    assert not [path for path in content(site) if not path.isascii()]


def test_a_strict_build_with_a_link_that_leads_out_fails(folder: Path, run: Run) -> None:
    (folder / "docs" / "id.txt").symlink_to("../../.ssh/id")
    done = run("build", "--strict", cwd=folder)
    assert done.returncode == 1
    assert "id.txt of the docs folder is not published: it is a link that leads out" in done.stderr


@pytest.mark.parametrize("name", OUT_FOLDERS)
def test_links_to_folders_that_mkdocs_would_follow_stop_the_build(
    folder: Path, tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    target, words = OUT_FOLDERS[name]
    link(folder / "docs" / name, target, tmp_path)
    with pytest.raises(Abort):
        build_here(folder)
    (said,) = warnings(caplog)
    assert said.startswith(f"{name} of the docs folder is not published")
    assert words in said


def test_links_that_double_with_each_level_stop_the_build(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    for level in range(40):
        (folder / "levels" / str(level)).mkdir(parents=True)
        for name in ("left", "right"):
            (folder / "levels" / str(level) / name).symlink_to(f"../{level + 1}")
    (folder / "levels" / "40").mkdir()
    (folder / "docs" / "levels").symlink_to("../levels/0")
    with pytest.raises(Abort):
        build_here(folder)
    assert "after 1,000 others" in caplog.text


def test_links_of_the_catalog_that_lead_out_are_findings(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = {f"{name}.yaml": out for name, out in OUT.items() if name not in ("chain.txt", "gone.png", "itself.txt")}
    for name, (target, _) in (expected | OUT_FOLDERS).items():
        link(folder / "catalog" / name, target, tmp_path)
    (folder / "shared" / "torch.yaml").write_text(VALID["torch.yaml"], encoding="utf-8")
    (folder / "catalog" / "shared").symlink_to("../shared")
    (folder / "digits.yaml").write_text(VALID["digits.yaml"], encoding="utf-8")
    (folder / "catalog" / "again.yaml").symlink_to("../digits.yaml")
    site = build_here(folder)
    assert_without(site, OUTSIDE, str(tmp_path))
    said = warnings(caplog)
    for name, (target, words) in (expected | OUT_FOLDERS).items():
        shown = f"…/{Path(target).name}" if target.startswith(("/", "{")) else words
        assert [line for line in said if line.startswith(f"catalog/{name}:1:1") and shown in line], (name, said)
    assert {"dockerimages/torch/index.html", "data/digits/index.html"} <= set(content(site))


def test_what_is_not_a_file_is_not_opened(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # The path of a socket is at most about 100 bytes long.
    for name in ("docs/page.md", "docs/picture.png", "catalog/job.yaml"):
        os.mkfifo(name)
    for name in ("docs/data.txt", "catalog/data.yaml"):
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(name)
    site = build_here(folder)
    said = warnings(caplog)
    for name in ("page.md of", "picture.png of", "catalog/job.yaml"):
        assert [line for line in said if line.startswith(name) and "it is a pipe, not a file" in line], (name, said)
    for name in ("data.txt of", "catalog/data.yaml"):
        assert [line for line in said if line.startswith(name) and "it is a socket, not a file" in line], (name, said)
    assert not {"page/index.html", "picture.png", "data.txt"} & set(content(site))


SPELLINGS = (
    "docs/catalog",
    "./docs/catalog/",
    "docs/../docs/catalog",
    "{folder}/docs/catalog",
    "linked",
    "linked/sub/..",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_catalog_below_the_docs_folder_goes_out_masked(folder: Path, spelling: str) -> None:
    for name in ("leaky.yaml", "sub/old.yaml", "sub/leaky.yaml.orig", "sub/leaky.yml~", "LEAKY.YAML"):
        path = folder / "docs" / "catalog" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LEAKY.replace("name: leaky", f"name: leaky-{len(name)}"), encoding="utf-8")
    (folder / "docs" / "catalog" / "about.md").write_text("# About\n")
    (folder / "linked").symlink_to("docs/catalog")
    (folder / "docs" / "again").symlink_to("catalog/sub")
    (folder / "docs" / "job.txt").symlink_to("catalog/leaky.yaml")
    os.link(folder / "docs" / "catalog" / "leaky.yaml", folder / "docs" / "hard.yaml")
    options = f"[paicatalog: {{catalog_dir: '{spelling.format(folder=folder)}'}}]"
    write_mkdocs_yml(folder, theme="mkdocs", plugins=options)
    site = build_here(folder)
    assert_without(site, SECRET)
    assert {"catalog/about/index.html", "raw/job/leaky-10.yaml"} <= set(content(site))


def test_a_file_of_the_docs_folder_that_the_catalog_links_to_goes_out_masked(folder: Path) -> None:
    (folder / "docs" / "leaky.yaml").write_text(LEAKY, encoding="utf-8")
    (folder / "catalog" / "leaky.yaml").symlink_to("../docs/leaky.yaml")
    site = build_here(folder)
    assert_without(site, SECRET)
    assert "raw/job/leaky.yaml" in content(site)


@pytest.mark.parametrize("name", ["catalog", "docs"])
def test_a_folder_replaced_by_a_link_that_leads_out_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to("../elsewhere")
    with pytest.raises(ConfigError, match=f"The {name} folder .* leads out of the repository"):
        load_config(folder / "mkdocs.yml")
    (folder / name).unlink()
    (tmp_path / "elsewhere").rename(folder / "shared" / name)
    (folder / name).symlink_to(f"shared/{name}")
    load_config(folder / "mkdocs.yml")


def test_files_that_git_ignores_are_left_out_by_site_and_gate(
    folder: Path, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / ".git" / "info" / "exclude").write_text("/catalog/mine/\n")
    (folder / "catalog" / "mine").mkdir()
    for name in ("new.yaml", "my.private.yaml", "mine/own.yaml"):
        (folder / "catalog" / name).write_text(LEAKY.replace("leaky", Path(name).name[:2]), encoding="utf-8")
    with caplog.at_level(logging.INFO):
        pages = set(content(build_here(folder)))
    assert "jobs/ne/index.html" in pages, "a new file is shown before it is committed"
    assert not {"jobs/my/index.html", "jobs/ow/index.html"} & pages
    sentence = "2 files that Git ignores left out: `catalog/mine/own.yaml` and `catalog/my.private.yaml`."
    assert sentence in [record.getMessage() for record in caplog.records]
    done = run("validate", "--format", "json", cwd=folder)
    assert ('"files": 2' in done.stdout, done.stderr) == (True, f"{sentence}\n")
    done = run("validate", "--format", "json", "catalog/mine", cwd=folder)
    assert ('"files": 1' in done.stdout, done.stderr) == (True, "")


def test_an_ignored_catalog_is_published_as_a_whole(folder: Path) -> None:
    (folder / "build" / "catalog").mkdir()
    (folder / "build" / "catalog" / "leaky.yaml").write_text(LEAKY, encoding="utf-8")
    write_mkdocs_yml(folder, theme="mkdocs", plugins="[paicatalog: {catalog_dir: build/catalog}]")
    assert "jobs/leaky/index.html" in content(build_here(folder))


def test_a_site_does_not_tell_on_which_machine_it_was_built(folder: Path, tmp_path: Path, run: Run) -> None:
    names = ("HOME", "USER", "LOGNAME", "HOSTNAME", "TMPDIR", "A_TOKEN", "XDG_CACHE_HOME")
    canaries = {name: f"{tmp_path}/canary-{name.lower()}" for name in names}
    for path in canaries.values():
        Path(path).mkdir()
    options = "[paicatalog: {cluster: !ENV [PUBLIC_CLUSTER, 'https://unset.example.com']}]"
    write_mkdocs_yml(folder, plugins=options, site_url="https://jobs.example.com/")
    environment = {**os.environ, **canaries, "PUBLIC_CLUSTER": "https://cluster.example.com"}
    done = run("build", "--strict", cwd=folder, env=environment)
    assert done.returncode == 0, done.stderr
    assert_without(folder / "site", "canary-", str(tmp_path), socket.gethostname(), "Python/3", sys.prefix)
    assert b"https://cluster.example.com" in content(folder / "site")["jobs/train/index.html"]

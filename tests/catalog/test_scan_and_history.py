"""Finding protocol files, and reading their Git history."""

import os
import subprocess
from pathlib import Path

import pytest

from paicatalog.catalog.git.file_versions import OldContents
from paicatalog.catalog.git.history import head_commit, read_history, shallow_commits
from paicatalog.catalog.git.work_tree import repository_root
from paicatalog.catalog.scan import scan


def git(folder: Path, *arguments: str, author: str = "Ada", day: int = 1) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    date = f"2024-01-{day:02}T12:00:00+02:00"
    person = {
        "GIT_AUTHOR_NAME": author,
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": author,
        "GIT_COMMITTER_EMAIL": "a@example.com",
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    subprocess.run(["git", *arguments], cwd=folder, env={**clean, **person}, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--initial-branch=main")
    return tmp_path


def commit(folder: Path, name: str, text: str, *, author: str = "Ada", day: int = 1, subject: str = "Change") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-m", subject, author=author, day=day)


def test_only_protocol_files_are_found_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b/x.yml", "a/y.yaml", "a/z.json", "a/readme.md", ".hidden/h.yaml", "a/.h.yaml", "c/Ü mit.YAML"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    os.mkfifo(tmp_path / "a" / "pipe.yaml")
    names = list(scan(tmp_path).files)
    assert names == ["a/y.yaml", "a/z.json", "b/x.yml", "c/Ü mit.YAML"]


def test_links_out_of_the_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    secret, catalog = tmp_path / "secret.yaml", tmp_path / "catalog"
    catalog.mkdir()
    secret.touch()
    (catalog / "own.yaml").touch()
    (catalog / "inner.yaml").symlink_to("own.yaml")
    (catalog / "outer.yaml").symlink_to(secret)
    (catalog / "gone.yaml").symlink_to("nothing.yaml")
    (catalog / "loop").symlink_to(catalog)
    found = scan(catalog)
    assert found.files == ("inner.yaml", "own.yaml")
    assert list(found.refused) == ["gone.yaml", "loop", "outer.yaml"]


def test_a_file_has_its_first_and_last_commit_and_its_people(repository: Path) -> None:
    commit(repository, "catalog/a.yaml", "1\n", day=1, subject="Add a")
    commit(repository, "catalog/a.yaml", "2\n", author="Bob", day=2, subject="Fix <b>a</b>")
    commit(repository, "catalog/a.yaml", "3\n", author="Bob", day=3)
    commit(repository, "other.yaml", "x\n", day=4)
    histories = read_history(repository / "catalog")
    assert set(histories) == {"a.yaml"}
    history = histories["a.yaml"]
    assert (history.added.subject, history.added.date.isoformat()) == ("Add a", "2024-01-01T12:00:00+02:00")
    assert (history.changed.author, len(history.commits)) == ("Bob", 3)
    assert history.contributors == ("Bob", "Ada")
    assert head_commit(repository) not in (None, history.changed.id)
    assert repository_root(repository / "catalog") == repository.resolve()


def test_a_renamed_file_keeps_its_history(repository: Path) -> None:
    commit(repository, "old.yaml", "line\n" * 20, day=1, subject="Add")
    commit(repository, "old.yaml", "line\n" * 21, day=2, subject="Grow")
    git(repository, "mv", "old.yaml", "new name.yaml")
    git(repository, "commit", "-m", "Move", day=3)
    history = read_history(repository)["new name.yaml"]
    assert [one.subject for one in history.commits] == ["Move", "Grow", "Add"]


def test_a_file_that_was_deleted_and_written_anew_begins_with_the_new_one(repository: Path) -> None:
    commit(repository, "a.yaml", "first\n", day=1, subject="First")
    git(repository, "rm", "a.yaml")
    git(repository, "commit", "-m", "Remove", day=2)
    commit(repository, "a.yaml", "quite another thing\n", day=3, subject="Second")
    assert [one.subject for one in read_history(repository)["a.yaml"].commits] == ["Second"]


def test_whoever_wrote_on_a_merged_branch_is_a_contributor(repository: Path) -> None:
    commit(repository, "base.yaml", "1\n")
    git(repository, "switch", "-c", "feature")
    commit(repository, "a.yaml", "1\n", author="Cleo", day=2)
    git(repository, "switch", "main")
    commit(repository, "b.yaml", "1\n", day=3)
    git(repository, "merge", "--no-ff", "-m", "Merge", "feature", day=4)
    assert read_history(repository)["a.yaml"].contributors == ("Cleo",)


def test_odd_names_survive(repository: Path) -> None:
    name = 'ü "quoted"\tand tab.yaml'
    commit(repository, name, "1\n", subject="Ends with \x1b[31m red")
    assert list(read_history(repository)) == [name]


def test_without_git_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (read_history(tmp_path), head_commit(tmp_path), repository_root(tmp_path)) == ({}, None, None)
    git(tmp_path, "init")
    assert (read_history(tmp_path), head_commit(tmp_path)) == ({}, None)
    monkeypatch.setenv("PATH", "")
    assert read_history(tmp_path) == {}


def test_the_users_git_configuration_changes_nothing(repository: Path) -> None:
    commit(repository, "a.yaml", "1\n")
    before = read_history(repository)
    for key, value in (
        ("log.showSignature", "true"),
        ("color.ui", "always"),
        ("diff.renames", "false"),
        ("log.date", "relative"),
        ("core.quotePath", "true"),
        ("format.pretty", "oneline"),
    ):
        git(repository, "config", key, value)
    assert read_history(repository) == before


def test_the_contents_of_a_file_can_be_read_back_across_its_renaming(repository: Path) -> None:
    for day, text in enumerate(("line\n" * 20, "line\n" * 21, "line\n" * 40_000), 1):
        commit(repository, "old.yaml", text, day=day)
    git(repository, "mv", "old.yaml", "new.yaml")
    git(repository, "commit", "-m", "Move", day=4)
    commit(repository, "single.yaml", "once\n", day=5)
    histories = read_history(repository)
    old = OldContents(repository, list(histories.values()), most=9)
    # Very large contents are left out, as are files with only one content.
    assert old.of(histories["new.yaml"]) == (None, None, b"line\n" * 21, b"line\n" * 20)
    assert old.of(histories["single.yaml"]) == ()
    assert OldContents(repository / "nowhere", list(histories.values()), most=2).of(histories["new.yaml"]) == (
        None,
        None,
    )


def test_a_shallow_clone_gives_no_dates_beyond_its_boundary(repository: Path, tmp_path: Path) -> None:
    commit(repository, "old.yaml", "1\n", day=1)
    commit(repository, "changed.yaml", "1\n", day=2)
    commit(repository, "other.yaml", "1\n", day=3, subject="Add other")
    commit(repository, "changed.yaml", "2\n", day=4, subject="Change")
    commit(repository, "new.yaml", "1\n", day=5, subject="Add new")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "3", repository.as_uri(), clone], check=True)
    histories = read_history(clone)
    assert {path: [one.subject for one in history.commits] for path, history in histories.items()} == {
        "changed.yaml": ["Change"],
        "new.yaml": ["Add new"],
    }
    assert histories["changed.yaml"].added is None
    assert histories["new.yaml"].added == histories["new.yaml"].changed
    assert shallow_commits(clone)
    assert not shallow_commits(repository)

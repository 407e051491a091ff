"""`paicatalog validate --since`: findings in changed files, and those caused in others."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from paicatalog.cli import main

DATA = """protocolVersion: 2
name: {name}
type: data
version: "1"
contributor: ada
description: Digits.
uri:
  - https://example.com/{name}.tar.gz
"""
JOB = """protocolVersion: 2
name: train
type: job
version: "1"
contributor: ada
description: Trains.
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
  - {type: data, name: mnist, uri: ["https://example.com/mnist.tar.gz"]}
taskRoles:
  main:
    dockerImage: python
    data: mnist
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands:
      - ls <% $data.uri[0] %>
"""
MNIST = DATA.format(name="mnist")
OLD = DATA.format(name="old") + "extras:\n  paicatalog:\n    deprecated: {reason: x, successor: new}\n"
WARNED = DATA.format(name="warned").replace('"1"', "1.0")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with a catalog in which one file has a finding, and a branch without commits of its own."""
    monkeypatch.chdir(tmp_path)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ada@example.com")
    write("mkdocs.yml", "site_name: x\nplugins:\n  - paicatalog\n")
    write("catalog/mnist.yaml", MNIST)
    write("catalog/new.yaml", DATA.format(name="new"))
    write("catalog/old.yaml", OLD)
    write("catalog/warned.yaml", WARNED)
    write("catalog/train.yaml", JOB)
    git("init", "--quiet", "--initial-branch=main")
    commit()
    git("switch", "--quiet", "--create", "change")
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def git(*args: str) -> None:
    subprocess.run(["git", *args], check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})


def commit() -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "Change")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["validate", "--ignore", "unused-component", *args], prog_name="paicatalog")


def told(*args: str, since: str = "main") -> dict[str, list[str]]:
    report = json.loads(run("--since", since, "--format", "json", *args).stdout)
    return {file["path"]: [each["rule"] for each in file["findings"]] for file in report["files"]}


@pytest.mark.usefixtures("folder")
def test_nothing_changed_and_nothing_is_told() -> None:
    assert run("--strict").exit_code == 1
    assert told() == {}
    assert run("--since", "main", "--strict").exit_code == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("committed", [True, False])
def test_a_change_is_told_whether_it_is_committed_or_not(committed: bool) -> None:
    write("catalog/mnist.yaml", MNIST.replace("type: data", "type: dta"))
    write("catalog/fresh/name with ünïcode.yaml", DATA.format(name="fresh").replace('"1"', "1.0"))
    write("catalog/fresh/.hidden.yaml", "")
    write("README.md", "Hello")
    if committed:
        commit()
    assert told() == {
        "catalog/fresh/name with ünïcode.yaml": ["version-is-number"],
        "catalog/mnist.yaml": ["bad-value"],
    }
    assert run("--since", "main").exit_code == 1


@pytest.mark.usefixtures("folder")
def test_what_others_did_meanwhile_is_not_the_change() -> None:
    write("catalog/fresh.yaml", DATA.format(name="fresh"))
    commit()
    git("switch", "--quiet", "main")
    write("catalog/new.yaml", DATA.format(name="new").replace('"1"', "1.0"))
    commit()
    git("switch", "--quiet", "change")
    assert told() == {"catalog/fresh.yaml": []}


@pytest.mark.usefixtures("folder")
def test_a_changed_twin_makes_others_drift() -> None:
    write("catalog/mnist.yaml", MNIST.replace("example.com", "elsewhere.example.com"))
    assert told() == {"catalog/mnist.yaml": [], "catalog/train.yaml": ["drift"]}
    assert run("--since", "main").exit_code == 0
    assert run("--since", "main", "--strict").exit_code == 1


@pytest.mark.usefixtures("folder")
def test_what_drifted_before_is_told_only_where_a_changed_file_has_to_do_with_it() -> None:
    write("catalog/mnist.yaml", MNIST.replace("example.com", "elsewhere.example.com"))
    commit()
    write("catalog/new.yaml", DATA.format(name="new").replace("Digits", "More digits"))
    assert told(since="HEAD") == {"catalog/new.yaml": []}


@pytest.mark.usefixtures("folder")
def test_a_deleted_successor_is_missed() -> None:
    Path("catalog/new.yaml").unlink()
    assert told() == {"catalog/old.yaml": ["dangling-successor"]}


@pytest.mark.usefixtures("folder")
def test_a_second_component_of_one_name_is_told_wherever_it_stands() -> None:
    write("catalog/a.yaml", MNIST)
    assert told() == {"catalog/a.yaml": [], "catalog/mnist.yaml": ["duplicate-component"]}


@pytest.mark.usefixtures("folder")
def test_a_renamed_file_is_a_changed_one_and_breaks_nothing() -> None:
    git("mv", "catalog/warned.yaml", "catalog/renamed.yaml")
    git("mv", "catalog/new.yaml", "catalog/moved.yaml")
    assert told() == {"catalog/moved.yaml": [], "catalog/renamed.yaml": ["version-is-number"]}


def test_paths_are_shown_from_where_one_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("catalog/mnist.yaml", MNIST.replace("example.com", "elsewhere.example.com"))
    write("catalog/warned.yaml", WARNED + "\n")
    monkeypatch.chdir(folder / "catalog")
    assert told("--config-file", "../mkdocs.yml") == {
        "mnist.yaml": [],
        "train.yaml": ["drift"],
        "warned.yaml": ["version-is-number"],
    }
    assert told("warned.yaml", "new.yaml") == {"warned.yaml": ["version-is-number"]}
    assert told("train.yaml", "../catalog") == told("--config-file", "../mkdocs.yml")


@pytest.mark.usefixtures("folder")
def test_what_is_settled_is_not_told() -> None:
    write("mkdocs.yml", "site_name: x\nplugins:\n  - paicatalog:\n      severity: {drift: off}\n")
    write("catalog/mnist.yaml", MNIST.replace("example.com", "elsewhere.example.com"))
    assert told() == {"catalog/mnist.yaml": []}
    write("catalog/new.yaml", "# paicatalog: ignore-file dangling-successor -- x\n" + DATA.format(name="new"))
    assert told()["catalog/new.yaml"] == ["unused-ignore"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("ref", ["nope", "", "--upload-pack=touch pwned", "-h", "main..change", "HEAD:catalog"])
def test_what_is_no_commit_is_refused(ref: str) -> None:
    result = run(f"--since={ref}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Git knows no commit `{ref}`: name a branch, a tag or a commit" in result.stderr
    assert not Path("pwned").exists()


@pytest.mark.usefixtures("folder")
def test_a_history_of_its_own_has_nothing_to_compare_with() -> None:
    git("switch", "--quiet", "--orphan", "other")
    write("catalog/mnist.yaml", MNIST)
    write("mkdocs.yml", "site_name: x\nplugins:\n  - paicatalog\n")
    commit()
    result = run("--since", "main")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "The present commit and `main` have no commit in common" in result.stderr


def test_without_git_there_is_nothing_to_compare_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("catalog/mnist.yaml", MNIST)
    result = run("--since", "main", "catalog")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "catalog is not in a Git repository. Leave out `--since`." in result.stderr
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Git is not installed. Install it" in run("--since", "main", "catalog").stderr


@pytest.mark.usefixtures("folder")
def test_the_repository_stays_as_it_is() -> None:
    write("catalog/mnist.yaml", MNIST.replace("Digits", "More"))
    index = Path(".git/index")
    os.utime("catalog/new.yaml", (0, 0))
    before = index.read_bytes()
    assert list(told()) == ["catalog/mnist.yaml"]  # a file with a new date only is not changed
    assert index.read_bytes() == before

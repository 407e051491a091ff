"""The commands `paicatalog validate` and `explain`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from paicatalog.cli import main
from paicatalog.rules import RULES

DATA = """protocolVersion: 2
name: mnist
type: data
version: "1"
contributor: ada
description: Digits.
"""
WARNED = DATA.replace('"1"', "1.0")
BROKEN = DATA.replace("type: data", "type: dta")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args, prog_name="paicatalog")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (DATA, [], 0),
        (WARNED, [], 0),
        (WARNED, ["--strict"], 1),
        (WARNED, ["--strict", "--ignore", "version-is-number"], 0),
        (BROKEN, [], 1),
        (BROKEN, ["--ignore", "bad-value"], 0),
        (BROKEN, ["--select", "missing-key"], 0),
        (DATA.replace("description: Digits.\n", ""), ["--strict"], 0),
    ],
)
def test_the_exit_code_says_whether_it_passes(folder: Path, text: str, options: list[str], code: int) -> None:
    write(folder / "mnist.yaml", text)
    assert run("validate", "mnist.yaml", *options).exit_code == code


def test_paths_are_shown_from_the_working_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "catalog" / "data" / "mnist.yaml", DATA)
    write(folder / "elsewhere" / "other.yml", DATA.replace("mnist", "other"))
    monkeypatch.chdir(folder / "elsewhere")
    report = json.loads(run("validate", "--format", "json", str(folder / "catalog"), "other.yml").stdout)
    assert [file["path"] for file in report["files"]] == ["../catalog/data/mnist.yaml", "other.yml"]


def test_a_named_file_is_read_whatever_its_ending(folder: Path) -> None:
    write(folder / "mnist.txt", BROKEN)
    assert "mnist.txt:3:7: error[bad-value]" in run("validate", "mnist.txt").stdout


def test_files_that_are_given_together_are_checked_together(folder: Path) -> None:
    write(folder / "a.yaml", DATA)
    write(folder / "b" / "b.yaml", DATA)
    result = run("validate", "a.yaml", "b")
    assert result.exit_code == 1
    assert "b/b.yaml:2:7: error[duplicate-component]" in result.stdout


def test_without_a_path_it_checks_the_catalog_of_mkdocs_yml(folder: Path) -> None:
    write(folder / "mkdocs.yml", "site_name: x\nplugins:\n  - paicatalog:\n      catalog_dir: assets\n")
    write(folder / "assets" / "mnist.yaml", DATA)
    result = run("validate")
    assert (result.exit_code, result.stdout) == (0, "All is well: nothing to complain about in 1 file.\n")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ((), "There is no mkdocs.yml"),
        (("missing.yaml",), "There is no file or folder missing.yaml."),
        (("empty",), "There are no protocol files in empty"),
        (("mnist.yaml", "--ignore", "missing-kee"), "There is no rule `missing-kee`: did you mean `missing-key`"),
        (("mnist.yaml", "--select", "zzz"), "There is no rule `zzz`: there are unreadable-file,"),
        (("mnist.yaml", "--output", "no/such/folder.txt"), "The report cannot be written to no/such/folder.txt"),
        (("mnist.yaml", "--format", "xml"), "'xml' is not one of"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(folder: Path, args: tuple[str, ...], sentence: str) -> None:
    write(folder / "mnist.yaml", DATA)
    (folder / "empty").mkdir()
    result = run("validate", *args)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_a_report_goes_to_a_file(folder: Path) -> None:
    write(folder / "mnist.yaml", BROKEN)
    result = run("validate", "mnist.yaml", "--format", "json", "--output", "report.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads((folder / "report.json").read_text())["summary"]["errors"] == 1


def test_a_closed_pipe_leaves_no_traceback(folder: Path) -> None:
    for index in range(400):
        write(folder / f"{index}.yaml", BROKEN)
    command = f"{sys.executable} -m paicatalog validate . | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "error[bad-value]" in done.stdout
    assert done.stderr == ""


def test_what_a_terminal_cannot_print_is_spelled_out(folder: Path) -> None:
    write(folder / "mnist.yaml", BROKEN.replace("dta", "dätä"))
    done = subprocess.run(
        [sys.executable, "-m", "paicatalog", "validate", "mnist.yaml"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 1
    assert rb"d\xe4t\xe4" in done.stdout
    assert b"Traceback" not in done.stderr


def test_explain_prints_the_page_of_a_rule() -> None:
    for rule in RULES:
        result = run("explain", rule.id)
        assert (result.exit_code, result.stdout) == (0, rule.page)


def test_explain_names_the_nearest_rules() -> None:
    result = run("explain", "unknown_keys")
    assert result.exit_code == 2
    assert "did you mean `unknown-key`" in result.stderr


WRONG = "protocolVersion: 2\nname: d\ntype: dat\n"


def shown_paths(form: str) -> list[str]:
    output = run("validate", "--format", form).stdout
    if form == "github":
        return re.findall(r"file=([^,]+)", output)
    if form == "json":
        return [file["path"] for file in json.loads(output)["files"]]
    results = json.loads(output)["runs"][0]["results"]
    return [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ("github", "teams/vision/catalog/d.yaml"),
        ("sarif", "teams/vision/catalog/d.yaml"),
        ("json", "catalog/d.yaml"),
    ],
)
@pytest.mark.parametrize("git", [True, False])
def test_code_hosts_get_paths_from_the_root_of_the_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch, form: str, path: str, *, git: bool
) -> None:
    project = folder / "teams" / "vision"
    write(project / "catalog" / "d.yaml", WRONG)
    write(project / "mkdocs.yml", "site_name: T\nplugins:\n  - paicatalog: {catalog_dir: catalog}\n")
    if git:
        subprocess.run(["git", "init", "-q", folder], check=True)
    else:  # As in a container, where Git refuses the folder of another user.
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
        monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    monkeypatch.chdir(project)
    assert set(shown_paths(form)) == {path}

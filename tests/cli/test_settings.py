"""Settings in `mkdocs.yml` and ignore comments apply to `validate` and to the site."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from paicatalog import pipeline
from paicatalog.cli import main
from paicatalog.config import load_config

DATA = """protocolVersion: 2
name: mnist
type: data
version: "1"
contributor: ada
description: Digits.
"""
WARNED = DATA.replace('"1"', "1.0")
BROKEN = DATA.replace("type: data", "type: dta").replace("mnist", "broken")
MKDOCS = "site_name: Ours\ntheme: mkdocs\nplugins:\n  - paicatalog:\n      cluster: https://example.com\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "docs").mkdir()
    write("catalog/mnist.yaml", WARNED)
    write("catalog/old/broken.yaml", BROKEN)
    configure("")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args, prog_name="paicatalog")


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def configure(options: str) -> None:
    lines = "".join(f"      {line}\n" for line in options.strip().splitlines())
    write("mkdocs.yml", MKDOCS + lines)


def found(*args: str) -> list[tuple[str, str, str]]:
    report = json.loads(run("validate", "--format", "json", *args).stdout)
    return [(file["path"], each["rule"], each["severity"]) for file in report["files"] for each in file["findings"]]


NUMBER = ("catalog/mnist.yaml", "version-is-number", "warning")
TYPE = ("catalog/old/broken.yaml", "bad-value", "error")
IGNORED = """
ignore:
  - path: catalog/old/**
    rule: bad-value
    reason: kept as they were
"""


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "args", "expected", "code"),
    [
        ("", [], [NUMBER, TYPE], 1),
        ("severity: {bad-value: off, version-is-number: note}", [], [(*NUMBER[:2], "note")], 0),
        ("severity: {bad-value: 'off', version-is-number: error}", [], [(*NUMBER[:2], "error")], 1),
        ("severity: {bad-value: off}", ["--select", "bad-value"], [TYPE], 1),
        ("severity: {bad-value: error}", ["--ignore", "bad-value"], [NUMBER], 0),
        ("severity: {bad-value: warning}", ["--strict", "--select", "bad-value"], [(*TYPE[:2], "warning")], 1),
        (IGNORED, [], [NUMBER], 0),
        (IGNORED, ["--strict"], [NUMBER], 1),
        ("ignore: [{path: '**/*.yaml', reason: all is well}]", ["--strict"], [], 0),
        ("ignore: [{path: ./catalog/, rule: [bad-value, version-is-number], reason: x}]", [], [], 0),
        ("ignore: [{path: 'catalog/*.yaml', reason: not below}]", [], [TYPE], 1),
        ("ignore: [{path: 'catalog/old/brok??.yaml', reason: x}]", [], [NUMBER], 0),
        (IGNORED, ["catalog/old/broken.yaml"], [], 0),
    ],
)
def test_rules_weigh_what_the_maintainer_says(options: str, args: list[str], expected: Any, code: int) -> None:
    configure(options)
    assert found(*args) == expected
    assert run("validate", *args).exit_code == code


def test_paths_begin_at_the_folder_of_mkdocs_yml(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(IGNORED)
    monkeypatch.chdir(folder / "catalog" / "old")
    assert found("--config-file", "../../mkdocs.yml") == [("../mnist.yaml", *NUMBER[1:])]
    assert found("--config-file", "../../mkdocs.yml", "broken.yaml") == []
    assert found("broken.yaml") == [("broken.yaml", *TYPE[1:])]  # there is no mkdocs.yml here


@pytest.mark.usefixtures("folder")
def test_an_ignored_error_leaves_the_verdict_of_the_protocol() -> None:
    configure(IGNORED)
    report = json.loads(run("validate", "--format", "json").stdout)
    assert [file["valid"] for file in report["files"]] == [True, False]
    assert report["summary"] == {"files": 2, "valid": 1, "errors": 0, "warnings": 1, "notes": 0}


@pytest.mark.usefixtures("folder")
def test_the_site_is_built_by_the_same_settings() -> None:
    assert [(path, each.rule) for path, all_ in pipeline.load(load_config(Path("mkdocs.yml"))).findings.items()
            for each in all_] == [NUMBER[:2], TYPE[:2]]  # fmt: skip
    configure("severity: {version-is-number: off}\n" + IGNORED)
    assert pipeline.load(load_config(Path("mkdocs.yml"))).findings == {}


def test_a_strict_build_passes_over_what_is_ignored(folder: Path, run: Any) -> None:
    configure(IGNORED + "severity: {version-is-number: off}")
    done = run("build", "--strict", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "version-is-number" not in (folder / "site/data/mnist/index.html").read_text(encoding="utf-8")
    configure("severity: {version-is-number: error, bad-value: off}")
    assert "[version-is-number]" in run("build", "--strict", cwd=folder).stderr


@pytest.mark.usefixtures("folder")
def test_an_entry_that_ignores_nothing_is_told_at_its_line() -> None:
    configure(IGNORED + "  - {path: catalog/gone.yaml, reason: x}\n  - {path: catalog/*, rule: drift, reason: x}\n")
    result = run("validate", "--strict")
    assert "mkdocs.yml:10:11: warning[unused-ignore] There is no finding in `catalog/gone.yaml`" in result.stdout
    assert "mkdocs.yml:11:11: warning[unused-ignore] There is no finding of `drift` in `catalog/*`" in result.stdout
    assert result.exit_code == 1
    for args in (["catalog"], ["--ignore", "bad-value"], ["--select", "unused-ignore"]):
        assert "mkdocs.yml" not in run("validate", *args).stdout
    with Path("mkdocs.yml").open("a") as stream:
        stream.write("      severity: {unused-ignore: note}\n")
    assert found() == [NUMBER, ("mkdocs.yml", "unused-ignore", "note"), ("mkdocs.yml", "unused-ignore", "note")]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("severity: error", "The paicatalog option `severity` must be a mapping, not 'error'"),
        ("severity: {drfit: error}", "names a rule that there is not, 'drfit': did you mean `drift`?"),
        ("severity: {3: error}", "names a rule that there is not, 3: its id is what"),
        ("severity: {drift: warn}", "gives `drift` the unknown severity 'warn': did you mean `warning`?"),
        ("severity: {drift: on}", "unknown severity True: it can be `error`, `warning`, `note` or `off`."),
        ("severity: {drift: [error]}", "gives `drift` the unknown severity ['error']"),
        ("ignore: {path: x, reason: y}", "The paicatalog option `ignore` must be a list, not {'path'"),
        ("ignore: [x]", "Entry 1 of the paicatalog option `ignore` must be a mapping, not 'x'"),
        ("ignore: [{path: x}]", "Entry 1 of the paicatalog option `ignore` has no `reason`: add `reason: ...`"),
        ("ignore: [{path: x, reason: ' '}]", "The `reason` of entry 1 of the paicatalog option `ignore` must be text"),
        ("ignore: [{reason: x}]", "has no `path`: add `path: ...`"),
        ("ignore: [{path: 3, reason: x}]", "The `path` of entry 1 of the paicatalog option `ignore` must be text"),
        ("ignore: [{path: ../x, reason: x}]", "must begin at the folder of mkdocs.yml, unlike '../x'."),
        ("ignore: [{path: x, rules: y, reason: x}]", "has the unknown key 'rules': did you mean `rule`?"),
        ("ignore: [{path: x, rule: missing_key, reason: x}]", "'missing_key': did you mean `missing-key`?"),
        ("ignore: [{path: x, rule: [], reason: x}]", "names none: leave it out to ignore every rule."),
        ("ignore: [{path: x, rule: [3], reason: x}]", "names a rule that there is not, 3"),
        ("ignores: []", "has no option `ignores`: did you mean `ignore`?"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(options: str, sentence: str) -> None:
    configure(options)
    for args in (["validate"], ["validate", "catalog"], ["build"]):
        result = run(*args)
        assert (result.exit_code, result.stdout) == (2, "")
        assert sentence in result.stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("mkdocs_yml", [None, "site_name: x\n", "site_name: x\nplugins: [search]\n", MKDOCS])
def test_files_are_checked_beside_any_mkdocs_yml(mkdocs_yml: str | None) -> None:
    Path("mkdocs.yml").unlink()
    if mkdocs_yml:
        write("mkdocs.yml", mkdocs_yml)
    assert found("catalog") == [NUMBER, TYPE]


@pytest.mark.usefixtures("folder")
def test_a_comment_settles_a_finding_and_is_told_of_when_it_does_not() -> None:
    write("catalog/mnist.yaml", WARNED.replace("1.0", "1.0  # paicatalog: ignore version-is-number -- a number here"))
    write("catalog/old/broken.yaml", "# paicatalog: ignore bad-value, drift -- a sample\n" + BROKEN)
    assert found() == [
        (TYPE[0], "unused-ignore", "warning"),
        (TYPE[0], "unused-ignore", "warning"),
        TYPE,
    ]  # the type is on the third line, and there is no drift
    write("catalog/old/broken.yaml", "# paicatalog: ignore-file bad-value, drift -- a sample\n" + BROKEN)
    assert found() == [(TYPE[0], "unused-ignore", "warning")]
    assert found("catalog") == []  # drift is unknown if only some files are checked
    assert found("--select", "drift", "--select", "bad-value") == []
    configure("severity: {drift: off}")
    assert found() == []
    configure("ignore: [{path: catalog/old/**, rule: unused-ignore, reason: x}]")
    assert found() == []


@pytest.mark.usefixtures("folder")
def test_what_is_remembered_is_not_what_was_settled() -> None:
    for number in range(220):
        write(f"catalog/set/{number}.yaml", WARNED.replace("mnist", f"set-{number}"))
    before = found()
    assert len(before) == 222
    configure("severity: {version-is-number: off}\n" + IGNORED)
    assert found() == []
    configure("severity: {version-is-number: note}")
    assert {severity for _, _, severity in found()} == {"note", "error"}
    configure("")
    assert found() == before == found("--no-cache")

"""Error messages for wrong commands and configurations say what to do."""

from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from click.testing import CliRunner

from paicatalog import __version__
from paicatalog.cli import COMMANDS, main

OUTPUT = (
    'protocolVersion: 2\nname: model\ntype: output\nversion: "1"\ncontributor: Ada\ndescription: A model.\nuri: /m\n'
)
MKDOCS = "site_name: Ours\ntheme: mkdocs\nplugins: [paicatalog]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "model.yaml").write_text(OUTPUT)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    return tmp_path


def plugin(options: str) -> str:
    return f"site_name: Ours\nplugins:\n  - paicatalog{options}\n"


@pytest.mark.parametrize("command", ["build", "serve", "validate"])
@pytest.mark.parametrize(
    ("mkdocs_yml", "sentence"),
    [
        (None, "There is no mkdocs.yml in "),
        ("site_name: [x\n", "mkdocs.yml cannot be read: "),
        ("- site_name\n", "mkdocs.yml holds no mapping of options: begin it with `site_name: ...`."),
        ("site_name: x\n", "mkdocs.yml does not use the plugin: add `- paicatalog` to `plugins:`."),
        ("plugins: 3\n", "mkdocs.yml does not use the plugin"),
        (plugin(": hello"), "The paicatalog section of `plugins:` must hold options, not 'hello'"),
        (plugin(": {catalogdir: x}"), "The paicatalog plugin has no option `catalogdir`: did you mean `catalog_dir`?"),
        (plugin(": {colour: x}"), "The paicatalog plugin has no option `colour`: it takes catalog_dir, "),
        (plugin(": {cluster: 3}"), "The paicatalog option `cluster` must be text, not 3."),
        (plugin(": {catalog_dir: nope}"), "nope does not exist: create it with a protocol file in it, or set"),
        (plugin(": {catalog_dir: .}"), "also holds mkdocs.yml, which would be read as protocol files"),
        (plugin(": {templates_dir: nope}"), "nope does not exist: create it, or take `templates_dir` out"),
        (plugin("") + "site_dir: catalog/site\n", "also holds the built site"),
    ],
)
def test_a_wrong_configuration_is_told_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, mkdocs_yml: str | None, sentence: str
) -> None:
    monkeypatch.chdir(folder)
    (folder / "mkdocs.yml").unlink()
    if mkdocs_yml is not None:
        (folder / "mkdocs.yml").write_text(mkdocs_yml)
    result = CliRunner().invoke(main, [command], prog_name="paicatalog")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""
    assert not (folder / "site").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["biuld"], "There is no command `biuld`: did you mean `build`?"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["build", "--stricct"], "No such option"),
        (["validate", "--format", "xml"], "'xml' is not one of"),
        (["serve", "-a", "nonsense"], "`nonsense` is no address: write host and port, as in `127.0.0.1:8000`."),
        (["serve", "-a", "127.0.0.1:99999"], "`127.0.0.1:99999` is no address"),
        (["render"], "Missing argument"),
        (["schema", "jbo"], "'jbo' is not one of"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, arguments, prog_name="paicatalog")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("mkdocs_yml", "sentence"),
    [
        (MKDOCS.replace("mkdocs", "nope"), "Unrecognised theme name: 'nope'"),
        (MKDOCS.replace("[paicatalog]", "[paicatalog, nope]"), 'The "nope" plugin is not installed'),
        (MKDOCS + "docs_dir: nope\n", "The path 'nope' isn't an existing directory."),
    ],
)
def test_what_mkdocs_refuses_is_a_wrong_configuration_too(
    folder: Path, run: Any, mkdocs_yml: str, sentence: str
) -> None:
    (folder / "mkdocs.yml").write_text(mkdocs_yml)
    done: CompletedProcess[str] = run("build", cwd=folder)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "The site was not built." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_warning_of_mkdocs_fails_a_strict_build_only(folder: Path, run: Any) -> None:
    (folder / "mkdocs.yml").write_text(MKDOCS + "nav: [nope.md]\n")
    strict: CompletedProcess[str] = run("build", "--strict", cwd=folder)
    assert strict.returncode == 1
    assert "A reference to 'nope.md' is included in the 'nav'" in strict.stderr
    assert run("build", cwd=folder).returncode == 0


def test_a_catalog_without_git_is_built(folder: Path, run: Any) -> None:
    done: CompletedProcess[str] = run("build", "--strict", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"The site is in {folder / 'site'}\n"
    assert (folder / "site/outputs/model/index.html").is_file()


def test_an_empty_catalog_is_built_and_says_what_to_do(folder: Path, run: Any) -> None:
    (folder / "catalog" / "model.yaml").unlink()
    done: CompletedProcess[str] = run("build", cwd=folder)
    assert done.returncode == 0
    assert done.stderr.count("There are no protocol files in catalog: their names end in .yaml, .yml or .json.") == 1
    home = (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert "The catalog is empty, for now" in home
    assert (folder / "site/catalog/index.html").is_file()
    assert (folder / "site/search/manifest.json").is_file()


def test_a_configuration_elsewhere_is_read_where_it_is(folder: Path, run: Any, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done: CompletedProcess[str] = run("build", "-f", str(folder / "mkdocs.yml"), "--site-dir", "out", cwd=elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert (elsewhere / "out/outputs/model/index.html").is_file()
    assert not (folder / "site").exists()


def test_help_lists_every_command_and_each_explains_itself() -> None:
    listed = CliRunner().invoke(main, ["--help"], prog_name="paicatalog")
    assert listed.exit_code == 0
    assert "Exit codes: 0 fine, 1 findings fail it, 2 wrong use or configuration." in listed.stdout
    for name in COMMANDS:
        assert f"\n  {name} " in listed.stdout
        for flag in ("--help", "-h"):
            own = CliRunner().invoke(main, [name, flag], prog_name="paicatalog")
            assert own.exit_code == 0, (name, flag, own.output)
            assert own.stdout.startswith(f"Usage: paicatalog {name} ")
            assert len(own.stdout.splitlines()) > 5


def test_the_version_is_the_packages_own(run: Any) -> None:
    assert run("--version").stdout == f"paicatalog, version {__version__}\n"


def test_without_a_command_it_says_which_there_are() -> None:
    result = CliRunner().invoke(main, [], prog_name="paicatalog")
    assert result.exit_code == 2
    assert "validate" in result.output

"""MkDocs with the plugin, and the command line, read one configuration in the same way."""

import logging
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.config import load_config as load_mkdocs
from mkdocs.exceptions import PluginError

from paicatalog.cli import main
from paicatalog.config import Config, ConfigError, load_config
from paicatalog.plugin import PaiCatalogPlugin

MODEL = 'protocolVersion: 2\nname: model\ntype: output\nversion: "1"\ncontributor: Ada\ndescription: M.\nuri: /m\n'
SITE = "site_name: Ours\ntheme: mkdocs\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("catalog", "jobs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNSET", raising=False)
    return tmp_path


def of_plugin(file: Path) -> Config | str | None:
    """The settings of the plugin in MkDocs, its error, or None if MkDocs does not run it."""
    config = load_mkdocs(str(file))
    plugin = next((each for each in config.plugins.values() if isinstance(each, PaiCatalogPlugin)), None)
    try:
        return plugin and plugin.on_config(config) and plugin.settings
    except PluginError as error:
        return str(error)


def of_commands(file: Path) -> Config | str:
    try:
        return load_config(file)
    except ConfigError as error:
        return str(error)


def shown(found: Config | str | None) -> tuple[object, ...] | str | None:
    if not isinstance(found, Config):
        return found
    return found.catalog_dir.name, found.cluster, found.edit_uri, found.settings, found.redirects


@pytest.mark.parametrize(
    ("plugins", "catalog"),
    [
        ("plugins: [paicatalog]", "catalog"),
        ("plugins: [/paicatalog]", "catalog"),
        ("plugins:\n  - paicatalog:", "catalog"),
        ("plugins:\n  - paicatalog: {}", "catalog"),
        ("plugins:\n  - paicatalog: []", "catalog"),
        ("plugins:\n  paicatalog:", "catalog"),
        ("plugins:\n  search: {}\n  paicatalog: {catalog_dir: jobs}", "jobs"),
        ("plugins:\n  - paicatalog: {enabled: true, catalog_dir: jobs}", "jobs"),
        ("plugins:\n  - paicatalog: {catalog_dir: }", "catalog"),
        ("plugins:\n  - paicatalog: {catalog_dir: !ENV UNSET}", "catalog"),
        (
            "plugins:\n  - paicatalog: {catalog_dir: !ENV [UNSET, jobs], ignore: !ENV UNSET}",
            "jobs",
        ),
        ("plugins:\n  - paicatalog: {enabled: false}\n  - paicatalog: {catalog_dir: jobs}", "jobs"),
        ("repo_url: https://github.com/x/y\nplugins: [paicatalog]", "catalog"),
        ("repo_url: https://github.com/x/y\nedit_uri: edit/dev/docs/\nplugins: [paicatalog]", "catalog"),
        ("plugins: [paicatalog]\nextra: {path: !relative $docs_dir}", "catalog"),
    ],
)
def test_both_read_the_same(folder: Path, plugins: str, catalog: str) -> None:
    file = folder / "mkdocs.yml"
    file.write_text(f"{SITE}{plugins}\n", encoding="utf-8")
    assert shown(of_plugin(file)) == shown(of_commands(file))
    assert load_config(file).catalog_dir.name == catalog


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("- paicatalog\n  - paicatalog", "`plugins:` lists paicatalog more than once: keep one entry"),
        ("- paicatalog: {catalog_dir: 2024}", "`catalog_dir` must be text, not 2024. Put it in quotes."),
        ("- paicatalog: {catalog_dir: none}", "none does not exist: create it"),
    ],
)
def test_both_refuse_the_same(folder: Path, options: str, message: str) -> None:
    file = folder / "mkdocs.yml"
    file.write_text(f"{SITE}plugins:\n  {options}\n", encoding="utf-8")
    told = of_commands(file)
    assert message in str(told)
    assert told == of_plugin(file)


def test_what_is_turned_off_is_told_by_the_commands(folder: Path) -> None:
    file = folder / "mkdocs.yml"
    file.write_text(f"{SITE}plugins:\n  - paicatalog: {{enabled: !ENV [UNSET, false]}}\n", encoding="utf-8")
    assert of_plugin(file) is None
    for command in ("build", "validate"):
        said = CliRunner().invoke(main, [command])
        assert said.exit_code == 2
        assert "turns the paicatalog plugin off: delete its option `enabled`, or set it to `true`." in said.output
    assert CliRunner().invoke(main, ["validate", "catalog"]).exit_code == 0


def test_options_beside_the_plugin_are_told(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(f"{SITE}plugins:\n  - paicatalog:\n    catalog_dir: jobs\n", encoding="utf-8")
    said = CliRunner().invoke(main, ["validate"])
    assert said.exit_code == 2
    assert "`catalog_dir` in `plugins:` has the same indentation as `paicatalog`" in said.output


def test_both_names_of_the_file_are_read(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "mkdocs.yaml").write_text(f"{SITE}plugins:\n  - paicatalog: {{catalog_dir: jobs}}\n", encoding="utf-8")
    said = CliRunner().invoke(main, ["validate"])
    assert (said.exit_code, said.stderr) == (0, "")
    (folder / "mkdocs.yml").write_text(f"{SITE}plugins: [paicatalog]\n", encoding="utf-8")
    warning = "Both mkdocs.yml and mkdocs.yaml exist, and only mkdocs.yml is used. Delete the other."
    assert CliRunner().invoke(main, ["validate"]).stderr == f"Warning: {warning}\n"
    with caplog.at_level(logging.WARNING):
        of_plugin(folder / "mkdocs.yml")
    assert [record.getMessage() for record in caplog.records].count(warning) == 1


def test_a_section_is_inherited(folder: Path) -> None:
    (folder / "shared").mkdir()
    ignore = "ignore: [{path: nothing/**, rule: drift, reason: none}]"
    base = f"{SITE}plugins:\n  - paicatalog:\n      catalog_dir: jobs\n      {ignore}\n"
    (folder / "shared" / "base.yml").write_text(base, encoding="utf-8")
    file = folder / "mkdocs.yml"
    file.write_text("INHERIT: shared/base.yml\nsite_name: Mine\n", encoding="utf-8")
    assert shown(of_plugin(file)) == shown(of_commands(file))
    assert load_config(file).catalog_dir == folder / "jobs"
    said = CliRunner().invoke(main, ["validate"])
    assert "shared/base.yml:6:16" in said.stdout
    assert "unused-ignore" in said.stdout


@pytest.mark.parametrize(
    ("inherit", "message"),
    [
        ("mkdocs.yml", "mkdocs.yml inherits from itself: delete its line `INHERIT`."),
        ("nothing.yml", "inherits from nothing.yml, which does not exist: correct the path after `INHERIT:`."),
        ("3", "`INHERIT` in mkdocs.yml must be the path of a file, not 3."),
    ],
)
def test_an_impossible_parent_is_told(folder: Path, inherit: str, message: str) -> None:
    (folder / "mkdocs.yml").write_text(f"INHERIT: {inherit}\n{SITE}plugins: [paicatalog]\n", encoding="utf-8")
    said = CliRunner().invoke(main, ["validate"])
    assert said.exit_code == 2
    assert message in said.output

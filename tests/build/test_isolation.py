"""A build depends on nothing that an earlier one in the same process has left behind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort
from mkdocs_build import build_here
from odd_catalog import VALID, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("isolation")

COLORS = "{scheme: default, primary: teal, toggle: {icon: material/weather-night, name: Dark}}"
DARK = "{scheme: slate, primary: teal, toggle: {icon: material/weather-sunny, name: Light}}"
TEMPLATES = "[search, paicatalog: {templates_dir: templates}]"
SITES: Mapping[str, dict[str, str]] = {
    "plain": {"theme": "{name: material, font: false}"},
    "chinese": {"theme": "{name: material, font: false, language: zh}", "plugins": TEMPLATES},
    "one palette": {
        "theme": f"{{name: material, font: false, palette: {COLORS}}}",
        "site_url": "https://jobs.example.com/odd/",
    },
    "palettes": {
        "theme": f"{{name: material, font: false, palette: [{COLORS}, {DARK}]}}",
        "repo_url": "https://example.com/odd",
        "use_directory_urls": "false",
    },
    "mkdocs": {"theme": "mkdocs", "plugins": "[paicatalog: {severity: {no-version: error}}]"},
}
FAILING = {"theme": "{name: null, custom_dir: bare, language: zh}"}
"""Fails while pages are rendered."""


def write_site(folder: Path, options: Mapping[str, str]) -> Path:
    (folder / "catalog").mkdir(parents=True)
    for name in ("train.yaml", "torch.yaml", "model.yaml"):
        (folder / "catalog" / name).write_text(VALID[name], encoding="utf-8")
    (folder / "templates").mkdir()
    (folder / "templates" / "rule.html.jinja").write_text("<h1>Our own words</h1>")
    (folder / "bare").mkdir()
    (folder / "bare" / "main.html").write_text("<html><title>{{ page.title }}</title></html>")
    write_mkdocs_yml(folder, **options)
    return folder


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Path, Mapping[str, bytes]]]:
    """Each folder, and its site as a process builds it that builds nothing else."""
    folder = tmp_path_factory.mktemp("isolation")
    folders = {name: write_site(folder / name, options) for name, options in SITES.items()}
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1"}
    for each in folders.values():
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=each, env=environment, check=True)
    return {name: (each, tree(each / "site")) for name, each in folders.items()}


def test_sites_built_one_after_another_are_as_those_built_alone(
    alone: Mapping[str, tuple[Path, Mapping[str, bytes]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    failing = write_site(tmp_path / "failing", FAILING)
    for names in (SITES, reversed(SITES)):  # Each before and after each other one.
        with pytest.raises(Abort):
            build_here(failing)
        for name in names:
            folder, expected = alone[name]
            found = tree(build_here(folder))
            assert sorted(found) == sorted(expected), name
            assert [path for path in found if found[path] != expected[path]] == [], name


def test_templates_that_came_and_went_between_two_builds_count(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "repo", {"plugins": TEMPLATES})
    template, page = folder / "templates" / "rule.html.jinja", folder / "site" / "rules" / "bad-name" / "index.html"
    build_here(folder)
    assert "Our own words" in page.read_text(encoding="utf-8")
    shutil.move(template, folder)
    build_here(folder)
    assert "Our own words" not in page.read_text(encoding="utf-8")
    shutil.move(folder / template.name, template)
    build_here(folder)
    assert "Our own words" in page.read_text(encoding="utf-8")

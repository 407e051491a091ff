"""The oldest and the newest release of Material that `pyproject.toml` allows have what we take from it."""

import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from html_page import HtmlPage
from odd_catalog import write_catalog, write_mkdocs_yml
from packaging.requirements import Requirement

from paicatalog.site.theme.patches import PATCHES, Patch

pytestmark = pytest.mark.xdist_group("theme releases")

ROOT = Path(__file__).parents[2]
MATERIAL = PATCHES["material"]
TOGGLE = "toggle: {icon: material/link, name: Other colors}"
PALETTE = f"[{{scheme: default, {TOGGLE}}}, {{scheme: slate, {TOGGLE}}}]"
ICONS = "{admonition: {note: octicons/tag-16}, annotation: material/plus-circle, tag: {default: octicons/tag-16}}"


def requirement() -> Requirement:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return next(found for line in project["dependencies"] if (found := Requirement(line)).name == "mkdocs-material")


def oldest() -> str:
    return next(f"mkdocs-material=={each.version}" for each in requirement().specifier if each.operator == ">=")


@pytest.fixture(scope="module", params=[oldest(), str(requirement())])
def release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of the theme, as `pip install --target` makes it."""
    wheels = Path(request.config.cache.mkdir("theme")) if "==" in request.param else tmp_path_factory.mktemp("wheels")
    if not list(wheels.glob("*.whl")):
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(wheels),
            request.param,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"pip cannot download {request.param}: {done.stderr.strip().splitlines()[-1]}")
    folder = tmp_path_factory.mktemp("release")
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    return folder


@pytest.mark.parametrize("patch", MATERIAL, ids=[patch.purpose for patch in MATERIAL])
def test_every_patch_applies(release: Path, patch: Patch) -> None:
    template = (release / "material/templates" / patch.template).read_text(encoding="utf-8")
    assert patch.old in template, f"{patch.template} has changed, so the site lacks {patch.purpose}"


@pytest.fixture(scope="module")
def site(release: Path, tmp_path_factory: pytest.TempPathFactory, run: Any) -> Iterator[Path]:
    """A site that was built with the release, without a warning."""
    folder = write_catalog(tmp_path_factory.mktemp("repository"), broken=False)
    write_mkdocs_yml(folder, theme=f"{{name: material, font: false, palette: {PALETTE}, icon: {ICONS}}}")
    done = run("build", "--strict", cwd=folder, env={**os.environ, "PYTHONPATH": str(release)})
    assert done.returncode == 0, done.stderr
    (version,) = (path.name.split("-")[1].removesuffix(".dist") for path in release.glob("*.dist-info"))
    assert f"mkdocs-material-{version}" in (folder / "site/index.html").read_text(encoding="utf-8")
    return folder / "site"


def test_no_page_has_inline_code(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = HtmlPage.read(path)
        assert [text for text in page.scripts if len(text.split()) > 1 or "/" not in text] == [], path
        assert page.all("style") == [], path
        assert [attributes for _, attributes in page.elements if "style" in attributes] == [], path


def test_no_style_sheet_contains_an_image(site: Path) -> None:
    for path in site.rglob("*.css"):
        assert "url(data:" not in path.read_text(encoding="utf-8").replace('"', "").replace("'", ""), path


def test_our_parts_are_on_every_page(site: Path) -> None:
    text = (site / "jobs/train/index.html").read_text(encoding="utf-8")
    for part in ("palette.js", "pc-header-query", "pc-foot"):
        assert text.count(part) >= 1, part

"""The page and the command line give the same exports, for every shipped job and any values typed."""

import io
import itertools
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html

from paicatalog.cli import main
from paicatalog.protocol.read import read_document
from paicatalog.reproduce.platforms import PLATFORMS
from paicatalog.site.urls.addresses import segment

ROOT = Path(__file__).parent.parent.parent
JOBS = sorted((ROOT / "catalog" / "jobs").glob("*.yaml"))
MARKER = ".paicatalog-export"
TYPED = (
    "0.01", "1e-3", "-0", "007", "1.10", "true", "yes", "null", "~", "", " ", "a b", "it's", '"quoted"', "back\\slash",
    "$HOME", "$(date)", "`id`", "a;b", "&&", "|", "*", "#no", "key: value", "- item", "{a}", "[1]", "%s", "!tag", "@x",
    "\u00fcn\u00ef", "\u4e2d\u6587", "\U0001f600",
    "\ufeffmark", "\u2028", "\u202ea\u2066b\u200f", "a\tb", "-x --y=1", "<% $secrets.k %>",
    "</code>", "a" * 300,
)  # fmt: skip


def exports_page(site: Path, path: Path) -> Path:
    """Return the path of the page with the exports of a job's file, which may be that of a version."""
    document = read_document(path, path.name)
    assert document.name and document.data
    exports = site / "exports" / "job"
    own = exports / segment(document.name) / f"{segment(str(document.data.get('version')))}.html"
    return own if own.is_file() else exports / f"{segment(document.name)}.html"


def shown_files(page: Path, platform: str) -> dict[str, str]:
    """Return the contents of the files that a page initially shows for a platform, by name."""
    found = html.parse(page).xpath(f"//*[@id='files-on-{platform}']//details[@data-file][not(@hidden)]")
    return {each.get("data-file"): ended(each.xpath(".//pre/code")[0].text_content()) for each in found}


def ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def exported(path: Path, platform: str, folder: Path, *options: str) -> dict[str, str] | str:
    """Return the contents of the files that the command writes, by name, or its error message."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    arguments = [str(path), "--to", platform, "--output", str(folder), "--force", *options]
    done = CliRunner().invoke(main, ["export", *arguments, "--config-file", str(ROOT / "mkdocs.yml")])
    if done.exit_code == 1:
        return done.output
    assert done.exit_code == 0, done.output
    files = (each for each in folder.rglob("*") if each.is_file() and each.name != MARKER)
    return {each.relative_to(folder).as_posix(): each.read_bytes().decode() for each in files}


@pytest.mark.parametrize("platform", [each.id for each in PLATFORMS.values() if each.on_job_pages])
def test_every_file_of_every_shipped_job_is_the_same(shipped_site: Path, tmp_path: Path, platform: str) -> None:
    seen = 0
    for path in JOBS:
        ours = shown_files(exports_page(shipped_site, path), platform)
        theirs = exported(path, platform, tmp_path / path.stem)
        if isinstance(theirs, str):
            assert ours == {}, path
            continue
        assert ours == theirs, path
        seen += 1
    assert seen > len(JOBS) // 2


def go_to(page: Any, name: str) -> None:
    """Open a job's page and scroll until the files are visible."""
    page.goto(f"jobs/{name}/#reproduce")
    page.wait_for_selector("[data-file]", state="attached")


@pytest.fixture
def page(browser: Any, site_url: str) -> Iterator[Any]:
    context = browser.new_context(base_url=site_url, accept_downloads=True)
    yield context.new_page()
    context.close()


SHOWN = """(platform) => Object.fromEntries(
  [...document.querySelectorAll(`#on-${platform} [data-file]:not([hidden])`)].map(
    (file) => [file.dataset.file, file.querySelector('pre > code').textContent]))"""


def shown_on(page: Any, platform: str) -> bool:
    """Return whether the page has files for a platform. There are none if it cannot run the job."""
    return bool(page.evaluate(SHOWN, platform))


@pytest.mark.browser
@pytest.mark.parametrize(
    "name", ["pytorch-mnist", "nanogpt-shakespeare-char", "linear-regression", "horovod-synthetic-benchmark"]
)
def test_whatever_is_typed_stands_in_the_files_as_the_command_writes_it(page: Any, tmp_path: Path, name: str) -> None:
    path = ROOT / "catalog" / "jobs" / f"{name}.yaml"
    go_to(page, name)
    fields = page.locator("[data-path]").all()
    paths = [".".join(json.loads(field.get_attribute("data-path"))) for field in fields]
    assert fields
    generator = random.Random(name)
    others = itertools.cycle(each.id for each in PLATFORMS.values() if each.on_job_pages and shown_on(page, each.id))
    for value, field, setting in zip(TYPED, itertools.cycle(fields), itertools.cycle(paths), strict=False):
        typed = value if generator.random() < 0.7 else value + generator.choice(TYPED)[:40]
        page.get_by_role("button", name="Reset").evaluate("(button) => button.form.reset()")
        page.evaluate("() => new Promise((done) => setTimeout(done, 5))")
        field.evaluate(
            "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }",
            typed,
        )
        kept = field.input_value()
        for platform in ("openpai", next(others)):
            theirs = exported(path, platform, tmp_path / platform, "--set", f"{setting}={kept}")
            ours = page.evaluate(SHOWN, platform)
            assert not isinstance(theirs, str), theirs
            assert {file: ended(text) for file, text in ours.items()} == theirs, (setting, kept)


@pytest.mark.browser
def test_the_downloaded_folder_is_what_the_command_writes(page: Any, tmp_path: Path) -> None:
    page.goto("jobs/linear-regression/")
    page.get_by_label("steps", exact=True).fill("7")
    page.get_by_role("tab", name="Docker", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the folder").locator("visible=true").click()
    content = Path(waiting.value.path()).read_bytes()
    theirs = exported(
        ROOT / "catalog" / "jobs" / "linear-regression.yaml", "docker", tmp_path / "x", "--set", "steps=7"
    )
    assert isinstance(theirs, dict)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        ours = {info.filename.split("/", 1)[1]: archive.read(info).decode() for info in archive.infolist()}
        modes = {info.filename.split("/", 1)[1]: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
    assert waiting.value.suggested_filename == "linear-regression-docker.zip"
    assert ours == theirs
    assert modes["run.sh"] == 0o755
    assert modes["README.md"] == 0o644


@pytest.mark.browser
def test_a_deployment_changes_commands_steps_and_files(page: Any, tmp_path: Path) -> None:
    path = next(path for path in JOBS if "\ndeployments:" in path.read_text(encoding="utf-8"))
    go_to(page, str(read_document(path, path.name).name))
    choice = page.locator("select[data-deployment]")
    for option in choice.locator("option").all():
        choice.select_option(option.get_attribute("value"))
        name = option.get_attribute("data-name")
        for platform in ("openpai", "compose"):
            theirs = exported(path, platform, tmp_path / platform, *(["--deployment", name] if name else []))
            assert not isinstance(theirs, str), theirs
            assert {file: ended(text) for file, text in page.evaluate(SHOWN, platform).items()} == theirs
        selected = page.locator("[data-pc-tabs='Deployments'] [role=tab][aria-selected=true]").inner_text()
        assert selected.startswith(name or "No deployment")


@pytest.mark.browser
def test_what_is_typed_before_the_files_are_read_stands_in_them(page: Any) -> None:
    page.goto("jobs/linear-regression/")
    page.get_by_label("steps", exact=True).fill("12345")
    page.evaluate("location.hash = '#reproduce'")
    page.wait_for_selector("[data-file]", state="attached")
    assert "parameter_steps=12345\n" in page.evaluate(SHOWN, "docker")["roles/trainer.sh"]


@pytest.mark.browser
def test_files_that_cannot_be_read_are_told_of_and_linked_to(page: Any) -> None:
    page.route("**/exports/**", lambda route: route.abort())
    page.goto("jobs/linear-regression/")
    page.get_by_role("button", name="Download the folder").locator("visible=true").click()
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'The files could not be read.'")
    page.unroute("**/exports/**")
    page.get_by_role("link", name="See all files").locator("visible=true").click()
    assert page.get_by_role("heading", level=1).text_content() == "Files to reproduce linear-regression 1.0.0"

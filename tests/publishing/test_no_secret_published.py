"""A secret of every kind in every place: no output of any command contains one of them.

Exceptions, which `docs/development/security.md` names: a report names a file by its path.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from leaks import leaks
from planted_catalog import GIT_PLACES, KINDS, PLACES, Planted, all_planted, write_catalog

from paicatalog import pipeline
from paicatalog.cli import main
from paicatalog.report import FORMATS
from paicatalog.reproduce.platforms import PLATFORMS

PATHS = ("file name", "folder name")
MKDOCS = """site_name: Jobs
site_url: https://ada:{0}@jobs.example.com/
repo_url: https://ada:{0}@git.example.com/x/y
theme: {{name: material, font: false}}
plugins: [search, paicatalog: {{cluster: 'https://ada:{0}@pai.example.com'}}]
"""
LOGIN = "k3Vq8ZtW2mXp7Rsd"

pytestmark = pytest.mark.xdist_group("planted")


@pytest.fixture(scope="module")
def secrets() -> dict[str, list[Planted]]:
    found = all_planted()
    found["configuration"] = [Planted("configuration", "login", LOGIN, (LOGIN,))]
    return found


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, secrets: Mapping[str, list[Planted]]) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    (folder / "docs").mkdir()
    write_catalog(folder, secrets)
    (folder / "mkdocs.yml").write_text(MKDOCS.format(LOGIN))
    return folder


@pytest.fixture
def here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(repository)
    return repository


def everything(secrets: Mapping[str, list[Planted]]) -> list[Planted]:
    return [secret for found in secrets.values() for secret in found]


def unseen_in_reports(secrets: Mapping[str, list[Planted]]) -> list[Planted]:
    return [secret for place, found in secrets.items() for secret in found if place not in PATHS]


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield name, path.read_bytes()
            yield f"the name of {name}", name.encode()


def invoke(*arguments: str) -> bytes:
    found = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return found.output.encode()


def test_every_secret_is_in_the_repository(repository: Path, secrets: Mapping[str, list[Planted]]) -> None:
    """Otherwise the other tests would find nothing however little is masked."""
    found = {
        place.split("/")[0] for _, place, _ in leaks(dict(files_below(repository / "catalog")), everything(secrets))
    }
    assert found == {*secrets} - {*GIT_PLACES, "configuration"}


def test_no_file_of_the_site_contains_a_secret(
    repository: Path, run: object, secrets: Mapping[str, list[Planted]]
) -> None:
    done = run("build", cwd=repository)  # type: ignore[operator]
    assert done.returncode == 0, done.stderr
    site = dict(files_below(repository / "site"))
    assert len(site) > 2 * len(PLACES)
    assert sorted(leaks(site, everything(secrets))) == []
    assert sorted(leaks({"log": (done.stdout + done.stderr).encode()}, unseen_in_reports(secrets))) == []


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("form", FORMATS)
def test_no_report_contains_a_secret(form: str, secrets: Mapping[str, list[Planted]]) -> None:
    report = invoke("validate", "catalog", "--no-cache", "--format", form)
    assert b"token" in report
    assert sorted(leaks({form: report}, unseen_in_reports(secrets))) == []


def test_the_cache_contains_no_secret(
    here: Path, monkeypatch: pytest.MonkeyPatch, secrets: Mapping[str, list[Planted]]
) -> None:
    monkeypatch.setattr(pipeline, "FEWEST_FILES", 1)
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(here / name))
    invoke("validate", "catalog")
    cached = {**dict(files_below(here / "XDG_CACHE_HOME")), **dict(files_below(here / "XDG_STATE_HOME"))}
    assert cached
    assert sorted(leaks(cached, everything(secrets))) == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_export_contains_a_secret(
    here: Path, platform: str, tmp_path: Path, secrets: Mapping[str, list[Planted]]
) -> None:
    outputs: dict[str, bytes] = {}
    for file in sorted(here.glob("catalog/*.yaml")):
        if b"type: job" in file.read_bytes():
            target = tmp_path / file.stem
            outputs[f"{file.stem}: messages"] = invoke(
                "export", f"catalog/{file.name}", "--to", platform, "--invalid", "--output", str(target)
            )
            outputs |= {f"{file.stem}/{name}": content for name, content in files_below(target)}
    assert len(outputs) > 5 * len(PLACES) / 2
    assert sorted(leaks(outputs, everything(secrets))) == []


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ["bundle", "render", "upgrade"])
def test_no_command_prints_a_secret(command: str, secrets: Mapping[str, list[Planted]]) -> None:
    files = sorted(path.name for path in Path("catalog").iterdir() if path.is_file())
    outputs = {name: invoke(command, f"catalog/{name}") for name in files}
    assert sorted(leaks(outputs, everything(secrets))) == []
    assert len(KINDS) > 10

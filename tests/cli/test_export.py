"""The command `paicatalog export`."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from paicatalog.cli import main
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.reproduce.platforms import PLATFORMS

JOB = """\
protocolVersion: 2
name: train
type: job
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
parameters:
  lr: 0.1 # the rate
  deep: {er: [1, two], "a.b": x}
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands:
      - echo <% $parameters.lr %> <% $parameters.deep.er[1] %>
deployments:
  - {name: prod, taskRoles: {main: {preCommands: [date]}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with only a job, without a configuration or repository."""
    (tmp_path / "job.yaml").write_text(JOB)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(*arguments: str, to: str = "openpai") -> Result:
    return CliRunner().invoke(main, ["export", "job.yaml", "--to", to, *arguments], prog_name="paicatalog")


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_is_complete_and_says_what_is_next(folder: Path) -> None:
    found = export()
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.endswith("Next: cd train-openpai && job=$(./submit.sh)\n")
    made = folder / "train-openpai"
    own = {"train.yaml", "submit.sh", "submit.py"}
    assert names(made) == {"README.md", "untranslated.md", "untranslated.json", ".paicatalog-export", *own}
    executable = {path.name for path in made.iterdir() if os.access(path, os.X_OK)}
    assert executable == {"submit.sh", "submit.py"}
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE(
        (folder / "new").mkdir() or (folder / "new").stat().st_mode
    )
    assert (made / "train.yaml").read_text() == JOB
    assert names(folder) - {f"train-openpai/{name}" for name in names(made)} == {"job.yaml"}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_takes_a_simple_job(folder: Path, platform: str) -> None:
    found = export("--set", "lr=0.5", "--deployment", "prod", to=platform)
    assert found.exit_code == 0, found.stderr
    made = folder / f"train-{platform}"
    assert {"README.md", "untranslated.md", "untranslated.json"} < names(made)
    assert f"train on {PLATFORMS[platform].title}" in (made / "README.md").read_text().splitlines()[0]
    assert isinstance(json.loads((made / "untranslated.json").read_text()), list)
    before = {name: (made / name).read_bytes() for name in names(made)}
    assert export("--set", "lr=0.5", "--deployment", "prod", to=platform).exit_code == 0
    assert {name: (made / name).read_bytes() for name in names(made)} == before


def test_what_was_chosen_is_in_it(folder: Path) -> None:
    chosen = ("--set", "lr=1e-3", "--set", "deep.er.1=a b", "--set", "deep.a.b=z", "--deployment", "prod")
    assert export(*chosen, "-o", "there/deep").exit_code == 0
    text = (folder / "there" / "deep" / "train.yaml").read_text()
    assert text == JOB.replace("0.1 #", "0.001 #").replace("two", "'a b'").replace('": x}', '": z}') + (
        "defaults:\n  deployment: prod\n"
    )


@pytest.mark.parametrize(
    ("arguments", "to", "words"),
    [
        ([], "dokcer", "There is no platform `dokcer`. Did you mean `docker`?"),
        ([], "x", "There are `openpai`, "),
        (["--set", "LR=1"], "docker", "The job has no parameter `LR`. Did you mean `lr`?"),
        (["--set", "deep.re=1"], "docker", "The job has no parameter `deep.re`. Did you mean `deep.er`?"),
        (["--set", "deep.er.2=1"], "docker", "The job has no parameter `deep.er.2`"),
        (["--set", "lr"], "docker", "`--set lr` has no value: write `--set lr=VALUE`."),
        (["--set", "lr=\udcff"], "docker", "is no text in UTF-8"),
        (["--set", "lr=ghp_" + "a1B2" * 9], "docker", "looks like a GitHub token"),
        (["--deployment", "prdo"], "docker", "The job has no deployment `prdo`. Did you mean `prod`?"),
        (["--cluster", "ftp://x"], "openpai", "`ftp://x` is no address of a cluster"),
        (["--catalog", "nowhere", "--config-file", "no.yml"], "openpai", "There is no no.yml"),
    ],
)
def test_wrong_use_is_told(folder: Path, arguments: list[str], to: str, words: str) -> None:
    found = export(*arguments, to=to)
    assert (found.exit_code, found.stdout) == (2, "")
    assert words in found.stderr
    assert names(folder) == {"job.yaml"}


def test_what_a_platform_cannot_do_is_told(folder: Path) -> None:
    (folder / "job.yaml").write_text(JOB.replace("  main:\n", "  main:\n    instances: 2\n"))
    found = export(to="docker")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "The job runs in 2 containers" in found.stderr
    assert names(folder) == {"job.yaml"}


def test_the_cluster_is_the_configured_one(folder: Path) -> None:
    (folder / "catalog").mkdir()
    (folder / "mkdocs.yml").write_text("plugins: [paicatalog: {cluster: 'https://ours.example'}]\n")
    assert "is an example" not in export().stdout
    assert "cluster=${PAI_CLUSTER:-https://ours.example}\n" in (folder / "train-openpai" / "submit.sh").read_text()
    export("--cluster", "https://other.example/")
    assert "cluster=${PAI_CLUSTER:-https://other.example}\n" in (folder / "train-openpai" / "submit.sh").read_text()
    (folder / "mkdocs.yml").write_text("site_name: of somebody else\n")
    assert "The cluster's address is an example" in export().stdout


def test_shared_components_are_put_in(folder: Path) -> None:
    (folder / "job.yaml").write_text(JOB.replace("parameters:", "  - {type: data, name: digits}\nparameters:"))
    found = export()
    assert found.exit_code == 2 and "takes the data `digits` from a catalog, and there is none here" in found.stderr
    (folder / "ours").mkdir()
    (folder / "ours" / "d.yaml").write_text("protocolVersion: 2\nname: digits\ntype: data\nuri: ['https://a/d']\n")
    assert export("--catalog", "ours").exit_code == 0
    assert "uri: ['https://a/d']" in (folder / "train-openpai" / "train.yaml").read_text()


def test_secrets_stay_at_home(folder: Path) -> None:
    token = "ghp_" + "a1B2" * 9
    text = JOB.replace("echo", f"echo <% $secrets.key %> {token}") + "secrets: {key: hunter22}\n"
    (folder / "job.yaml").write_text(text)
    for platform in ("openpai", "docker"):
        found = export(to=platform)
        assert found.exit_code == 0
        assert "Secrets are written out in `job.yaml`. None is here" in found.stderr
        made = folder / f"train-{platform}"
        assert "Secrets are written out" in (made / "README.md").read_text()
        assert "PAI_SECRET_key" in (made / "README.md").read_text()
        assert not [
            name for name in names(made) for secret in (token, "hunter22") if secret in (made / name).read_text()
        ]


def test_a_job_with_errors_is_exported_on_demand_only(folder: Path) -> None:
    (folder / "job.yaml").write_text(JOB + "nonsense: 1\njobRetryCount: many\n")
    found = export()
    assert (found.exit_code, found.stdout) == (1, "")
    assert "job.yaml:17:1: " in found.stderr and "`--invalid`" in found.stderr
    assert names(folder) == {"job.yaml"}
    found = export("--invalid")
    assert found.exit_code == 0 and "has errors, and OpenPAI refuses it" in found.stderr
    made = folder / "train-openpai"
    readme = (made / "README.md").read_text()
    assert readme.index("has errors") < readme.index("## What it needs")
    assert "- `nonsense` (at `/nonsense`): The protocol refuses it" in readme
    assert [each["pointer"] for each in json.loads((made / "untranslated.json").read_text())] == [
        "/nonsense",
        "/jobRetryCount",
    ]
    assert parse(SourceFile("", (made / "train.yaml").read_bytes())).data == yaml.safe_load(JOB)
    (folder / "job.yaml").write_text(JOB + "name: twice\n")
    assert export("--invalid").exit_code == 0
    assert (
        "- `name` (at `/name`): It stands there more than once: the first counts." in (made / "README.md").read_text()
    )
    document = parse(SourceFile("", (made / "train.yaml").read_bytes()))
    assert document.valid and document.name == "train"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (JOB.replace("- echo", "- '<%' #"), "cannot do without what is wrong at /taskRoles/main/commands/0"),
        (JOB.replace("name: train", "name: ../../x"), "Write `x`, for example"),
        (JOB.replace("main:", "'$(x)':"), "cannot do without what is wrong at /taskRoles/$(x)"),
        ("a: [", "job.yaml:"),
        ("- 1\n", "mapping"),
        ("protocolVersion: 2\ntype: job\n", "lacks"),
        ("", ""),
    ],
)
def test_what_is_too_broken_is_refused_with_the_reason(folder: Path, text: str, words: str) -> None:
    (folder / "job.yaml").write_text(text)
    found = export("--invalid", to="docker")
    assert found.exit_code == 1, found.output
    assert isinstance(found.exception, SystemExit)
    assert words.lower() in found.stderr.lower() and "Traceback" not in found.stderr
    assert names(folder) == {"job.yaml"}


def test_a_link_that_leads_to_itself_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "itself").symlink_to("itself")
    found = export("--output", "itself")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "The export cannot go to itself: that is a link that leads to itself." in found.stderr


def test_a_folder_of_somebody_else_is_not_touched(folder: Path) -> None:
    target = folder / "train-openpai"
    target.mkdir()
    assert export().exit_code == 0, "an empty folder is free"
    for name in names(target):
        (target / name).unlink()
    (target / "thesis.txt").write_text("mine")
    for options in ((), ("--force",)):
        found = export(*options)
        assert (found.exit_code, found.stdout) == (2, "")
        assert "it holds files that are no export. Empty it, or name another folder" in found.stderr
        assert names(target) == {"thesis.txt"}
    (target / ".paicatalog-export").write_text("{}")
    assert export("--force").exit_code == 2
    (folder / "file").write_text("mine")
    found = export("-o", "file", "--force")
    assert found.exit_code == 2 and "that is a file" in found.stderr
    for here in (".", "..", "train-openpai/.."):
        assert export("-o", here, "--force").exit_code == 2
    assert (folder / "file").read_text() == "mine"


def test_our_folder_is_replaced_whole_unless_it_holds_more(folder: Path) -> None:
    assert export(to="docker").exit_code == 0
    assert export("-o", "train-docker").exit_code == 0, "another platform may take its place"
    assert "submit.sh" in names(folder / "train-docker") and "train.sh" not in names(folder / "train-docker")
    target = folder / "train-docker"
    (target / "metrics.json").write_text("{}")
    (target / "train.yaml").write_text("changed")
    found = export("-o", "train-docker")
    assert found.exit_code == 2
    assert "it holds what was added or changed since (metrics.json, train.yaml)" in found.stderr
    assert (target / "train.yaml").read_text() == "changed"
    assert export("-o", "train-docker", "--force").exit_code == 0
    assert "metrics.json" not in names(target) and (target / "train.yaml").read_text() == JOB
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_link_is_followed(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "link").symlink_to("real")
    assert export("-o", "link").exit_code == 0
    assert (folder / "link").is_symlink() and "README.md" in names(folder / "real")


def test_where_nothing_can_be_written_it_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    export()
    before = {name: (folder / "train-openpai" / name).read_bytes() for name in names(folder / "train-openpai")}
    monkeypatch.setattr(Path, "write_bytes", full)
    found = export("--set", "lr=3")
    assert found.exit_code == 2 and "No space left on device. Name another folder" in found.stderr
    assert {name: (folder / "train-openpai" / name).read_bytes() for name in before} == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]

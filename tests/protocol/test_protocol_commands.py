"""The commands `paicatalog render` and `paicatalog schema`."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from paicatalog.cli import main


@pytest.fixture
def file(tmp_path: Path, job: dict[str, Any]) -> Path:
    path = tmp_path / "job.yaml"
    path.write_text(json.dumps(job), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["render", *map(str, arguments)])


def test_text_is_the_script(file: Path) -> None:
    done = run(file, "--set", "lr=1e3")
    assert (done.exit_code, done.stdout) == (0, "a\ntrain --lr 1000\nsave hdfs://model\nz\n")


def test_several_roles_are_told_apart(file: Path, job: dict[str, Any]) -> None:
    job["taskRoles"]["server"] = {**job["taskRoles"]["worker"], "commands": ["serve"]}
    file.write_text(json.dumps(job), encoding="utf-8")
    assert "# Task role worker\na\ntrain" in run(file).stdout
    assert "# Task role server\nserve" in run(file).stdout


def test_json_masks_secrets_unless_asked(file: Path) -> None:
    report = json.loads(run(file, "--format", "json").stdout)
    assert report["entrypoints"] == {"worker": "a\ntrain --lr 0.1\nsave hdfs://model\nz"}
    assert report["auth"] == {"torch": {"password": "******"}}
    shown = json.loads(run(file, "--format", "json", "--show-secrets").stdout)
    assert shown["auth"] == {"torch": {"password": "word"}}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--set", "l=1"], "The job has no parameter `l`. Did you mean `lr`?"),
        (["--set", "zzz=1"], "There are `lr`, `tags`, `none`, `text`"),
        (["--set", "lr"], "write `--set lr=VALUE`."),
        (["--deployment", "prd"], "The job has no deployment `prd`. Did you mean `prod`?"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(file: Path, arguments: list[str], sentence: str) -> None:
    done = run(file, *arguments)
    assert done.exit_code == 2 and sentence in done.stderr


def test_a_file_that_is_not_there_or_is_no_job(tmp_path: Path) -> None:
    assert run(tmp_path / "no.yaml").exit_code == 2
    data = tmp_path / "data.yaml"
    data.write_text("{protocolVersion: 2, name: a, type: data}", encoding="utf-8")
    done = run(data)
    assert done.exit_code == 2 and "describes no job but a data" in done.stderr


def test_a_file_with_problems_lists_them_with_their_places(file: Path) -> None:
    file.write_text('protocolVersion: 2\nname: "a\\e[31m b"\ntype: job\nuri: x\n', encoding="utf-8")
    done = run(file)
    assert done.exit_code == 1 and done.stdout == ""
    assert "\x1b" not in done.stderr
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        f"{file.as_posix()}:1:1",
        f"{file.as_posix()}:2:7",
        f"{file.as_posix()}:4:1",
    ]


def test_the_schema_is_printed() -> None:
    whole = json.loads(CliRunner().invoke(main, ["schema"]).stdout)
    Draft202012Validator.check_schema(whole)
    assert set(whole["$defs"]) == {"job", "data", "script", "dockerimage", "output"}
    assert json.loads(CliRunner().invoke(main, ["schema", "data"]).stdout)["title"] == "Data"
    assert CliRunner().invoke(main, ["schema", "pipeline"]).exit_code == 2

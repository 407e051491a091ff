"""Commands mask what they print, and keep secrets on demand."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from paicatalog.cli import main

SECRET = "hunter2Swordfish"
JOB = f"""protocolVersion: 2
name: train
type: job
prerequisites:
  - {{type: dockerimage, name: python, uri: "python:3.12-slim"}}
secrets: {{token: {SECRET}}}
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {{cpu: 1, memoryMB: 1024, gpu: 0}}
    commands: [echo {SECRET}]
"""
OLD = (
    '{"jobName": "train", "image": "python:3.12", "taskRoles": [{"name": "main", "taskNumber": 1, "cpuNumber": 1, '
    f'"memoryMB": 1024, "gpuNumber": 0, "command": "login --password={SECRET}"}}]}}'
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "job.yaml").write_text(JOB)
    (tmp_path / "old.json").write_text(OLD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", [("bundle", "job.yaml"), ("render", "job.yaml"), ("upgrade", "old.json")])
def test_printed_secrets_are_masked(command: tuple[str, str]) -> None:
    hidden = CliRunner().invoke(main, command)
    assert hidden.exit_code == 0, hidden.output
    assert SECRET not in hidden.output
    assert "(secret)" in hidden.stdout
    shown = CliRunner().invoke(main, [*command, "--show-secrets"])
    assert SECRET in shown.stdout


def test_an_upgraded_file_keeps_its_secrets(folder: Path) -> None:
    assert (
        "old.json contains secrets, which are printed as ******."
        in CliRunner().invoke(main, ["upgrade", "old.json"]).stderr
    )
    written = CliRunner().invoke(main, ["upgrade", "--write", "old.json"])
    assert SECRET not in written.output
    assert SECRET in (folder / "old.yaml").read_text()

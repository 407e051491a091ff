"""A repository's files are read; none of them is run because of its name, nor what the configuration of Git names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

JOB = """\
protocolVersion: 2
name: train
type: job
version: "1"
contributor: ada
description: Trains.
prerequisites: [{type: dockerimage, name: python, uri: "python:3.12-slim"}]
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands: ["if true; then echo $((1 + 1)); fi; case $HOME in *) ls;; esac"]
"""
PROGRAM = "#!/bin/sh\ntouch {mark}\n"
MODULE = "import pathlib\npathlib.Path({mark!r}).touch()\n"
MODULES = ("calendar", "yaml", "mkdocs", "jinja2", "click", "sitecustomize", "paicatalog")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose root and `tools` have programs and modules by the names of those that a build uses."""
    root, mark = tmp_path / "repository", str(tmp_path / "mark")
    for folder in (root, root / "tools"):
        folder.mkdir()
        for name in ("git", "bash", "sh", "python3"):
            (folder / name).write_text(PROGRAM.format(mark=mark))
            (folder / name).chmod(0o755)
        for name in MODULES:
            (folder / f"{name}.py").write_text(MODULE.format(mark=mark))
    (root / "catalog").mkdir()
    (root / "catalog" / "train.yaml").write_text(JOB)
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text("site_name: x\ntheme: {name: material, font: false}\nplugins: [paicatalog]\n")
    for arguments in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    # As in a repository that came as an archive, with its `.git`.
    for name in ("core.fsmonitor", "core.pager", "diff.external"):
        subprocess.run(["git", "config", name, f"touch {mark}; false"], cwd=root, check=True)
    return root


@pytest.mark.parametrize("command", [("validate", "--no-cache"), ("build",)], ids=lambda each: each[0])
def test_a_program_or_module_of_the_repository_does_not_run(repository: Path, command: tuple[str, ...]) -> None:
    path = os.pathsep.join([".", "tools", "", os.environ["PATH"]])
    console_script = Path(sys.executable).with_name("paicatalog")
    done = subprocess.run(
        [console_script, *command], cwd=repository, env={**os.environ, "PATH": path}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not (repository.parent / "mark").exists()

"""Every command in a guide works as written, one after the other, in a copy of the repository."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^```bash\n(?:cd (?P<folder>\S+)\n)?(?P<commands>.*?)^```$", re.MULTILINE | re.DOTALL)
"""What needs a platform, or takes long."""
PROGRAM = re.compile(r"(?:^|\s)\./(\S+)")
TAKEN = 'case "$*" in *--write-out*) cat >/dev/null; printf "\\n202" ;; esac; cat >/dev/null </dev/null'
"""A cluster takes whatever it is sent."""
COPIED = ("paicatalog", "catalog", "docs", "mkdocs.yml", "README.md")


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A clone as a reader of a guide has it. Installing is what `.ci/run` does for real with the same words;
    Docker and the cluster are stood in for by programs that write down what they were asked to do."""
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, clone / name)
    python = f'PYTHONPATH="{clone}" exec "{sys.executable}"'
    program(clone / ".venv" / "bin" / "paicatalog", f'{python} -m paicatalog "$@"')
    program(clone / ".venv" / "bin" / "pip", "exit 0")
    program(tmp_path / "bin" / "python3", f'[ "$1 $2" = "-m venv" ] && exit 0; exec "{sys.executable}" "$@"')
    for name in ("docker", "curl"):
        program(tmp_path / "bin" / name, f'printf "%s\\n" "{name} $*" >>"{tmp_path}/asked"; {TAKEN}')
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "."], ["commit", "--quiet", "-m", "Begin"]):
        subprocess.run(["git", *command], cwd=clone, check=True, env=environment(tmp_path))
    return clone


def environment(folder: Path) -> dict[str, str]:
    person = {f"GIT_{who}_{what}": "reader" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    search = f"{folder / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, **person, "PATH": search, "HOME": str(folder), "PAI_TOKEN": "token", "PAI_USER": "reader"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_commands_of_a_guide_work(guide: Path, workplace: Path) -> None:
    blocks = BLOCK.findall(guide.read_text(encoding="utf-8"))
    assert blocks, f"{guide.name} shows no command"
    script = "set -o errexit -o nounset -o pipefail\n" + "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=workplace,
        env=environment(workplace.parent),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for block in SHOWN.finditer(guide.read_text(encoding="utf-8")):
        folders = [workplace / block["folder"]] if block["folder"] else list(workplace.glob("*/"))
        for name in PROGRAM.findall(block["commands"]):
            assert any(os.access(folder / name, os.X_OK) for folder in folders), f"no {name} for {block[0]}"

"""All commands in a guide and in the README work as written, run in order in a copy of the repository."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
README = ROOT / "README.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^```bash\n(?:cd (?P<folder>\S+)\n)?(?P<commands>.*?)^```$", re.MULTILINE | re.DOTALL)
"""Commands that need a platform or take long."""
PROGRAM = re.compile(r"(?:^|\s)\./(\S+)")
TAKEN = 'case "$*" in *--write-out*) cat >/dev/null; printf "\\n202" ;; esac; cat >/dev/null </dev/null'
"""Shell code of the fake programs, for a cluster that accepts every request."""
COPIED = ("paicatalog", "catalog", "docs", "mkdocs.yml", "README.md")
LINK = re.compile(r"\]\(([^):#]+)\)")
LONGEST_WAIT = 60.0


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def install(clone: Path, folder: Path) -> None:
    """Write fakes of what `pip` installs into a folder. The site is served on the address of the test."""
    python = f'PYTHONPATH="{clone}" exec "{sys.executable}"'
    address = '[ "$1" = serve ] && set -- "$@" --address "$ADDRESS"'
    program(folder / ".venv" / "bin" / "paicatalog", f'{address}; {python} -m paicatalog "$@"')
    program(folder / ".venv" / "bin" / "pip", "exit 0")
    program(folder / ".venv" / "bin" / "zensical", f'exec "{Path(sys.executable).parent / "zensical"}" "$@"')


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """Return a clone of the repository, as readers of a guide have it.

    Installation is skipped: `.ci/run` does it with the same commands. Docker and the cluster are replaced by programs
    that record their arguments.
    """
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, clone / name)
    install(clone, clone)
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


@pytest.mark.xdist_group("serve")
def test_the_readme_serves_the_catalog(workplace: Path) -> None:
    see, _, _ = BLOCK.findall(README.read_text(encoding="utf-8"))
    assert "linear-regression" in served(see, workplace, "jobs/linear-regression/")


@pytest.mark.xdist_group("serve")
def test_the_readme_serves_ones_own_repository(workplace: Path, tmp_path: Path) -> None:
    _, _, own = BLOCK.findall(README.read_text(encoding="utf-8"))
    folder = tmp_path / "own"
    install(workplace, folder)
    (folder / "catalog").mkdir()
    shutil.copy2(ROOT / "catalog" / "jobs" / "linear-regression.yaml", folder / "catalog")
    assert len(own.splitlines()) == 4
    assert "linear-regression (job) - Jobs<" in served(own, folder, "jobs/linear-regression/")


def served(commands: str, folder: Path, path: str) -> str:
    """The page at this path of the site that the last of the commands serves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    log = folder.parent / "log"
    with log.open("wb") as output:
        running = subprocess.Popen(
            ["bash", "-o", "errexit", "-c", commands],
            cwd=folder,
            env={**environment(folder.parent), "ADDRESS": address},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + LONGEST_WAIT
        while running.poll() is None and time.monotonic() < end:
            with suppress(OSError), urllib.request.urlopen(f"http://{address}/{path}", timeout=5) as page:
                assert f"http://{address}/" in log.read_text(), "the command does not print the address"
                return str(page.read().decode())
            time.sleep(0.1)
        raise AssertionError(log.read_text())
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md"])
def test_links_and_pictures_lead_to_files(file: str) -> None:
    links = LINK.findall((ROOT / file).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []

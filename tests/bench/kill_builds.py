"""Kill real builds at random moments, and start pairs of builds at once; count what is lost.

`python tests/bench/kill_builds.py [--kills 200] [--pairs 20] [--seed 1]`

A build of a small catalog, with MkDocs, replaces a site that has files of others. It is killed (SIGKILL) after a random
part of the time that a build takes; half of the kills fall into the last fifth, in which the site is replaced. Then the
site must be wholly the last or the new one, and after the next build wholly the next one, with all files of others.
`tests/build/killed_builds.py` kills at each single call. The output is the number of kills and of losses of each kind.
"""

import argparse
import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MEMORY = Path("/dev/shm")
BUILD = [sys.executable, "-m", "paicatalog", "build"]
FOREIGN = (".git/HEAD", ".nojekyll", ".well-known/security.txt", "CNAME", "photos/party.jpg")
COMPONENTS = 5
COMPONENT = "protocolVersion: 2\nname: set-{n}\ntype: data\nversion: {version}\nuri: [https://example.com/{n}]\n"
VERSION = re.compile(r"build(\d+)x")
WITH_VERSION = ("data/set-{n}/index.html", "raw/data/set-{n}.yaml", "api/v1/catalog.json", "search/cards/0.json")
LAST_PART = 0.8


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def repository() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        write(folder / "mkdocs.yml", "site_name: Kills\ntheme: mkdocs\nplugins: [paicatalog]\n")
        (folder / "docs").mkdir()
        edit(folder, 0)
        yield folder


def edit(folder: Path, version: int) -> None:
    """Give all components a version, so that each page of a site says which build wrote it."""
    for n in range(COMPONENTS):
        write(folder / f"catalog/set-{n}.yaml", COMPONENT.format(n=n, version=f"build{version}x"))


def version_of(site: Path) -> str:
    """Return the version that all pages and files of a site have, "mixed" or "missing"."""
    if not site.exists():
        return "missing"
    names = [name.format(n=n) for name in WITH_VERSION for n in range(COMPONENTS)]
    texts = [(site / name).read_text(encoding="utf-8") if (site / name).is_file() else "" for name in names]
    versions = {frozenset(VERSION.findall(text)) for text in texts}
    found = versions.pop()
    return next(iter(found)) if not versions and len(found) == 1 else "mixed"


def lost(folder: Path) -> list[str]:
    site = folder / "site"
    return [name for name in FOREIGN if not (site / name).is_file() or (site / name).read_text() != name]


def kill_after(folder: Path, seconds: float) -> float | None:
    """Start a build and kill it after some time. Return how long it took if it ended before, else None."""
    start = time.perf_counter()
    with subprocess.Popen(BUILD, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
        try:
            build.wait(seconds)
        except subprocess.TimeoutExpired:
            build.send_signal(signal.SIGKILL)
            return None
        return time.perf_counter() - start


def build_of(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(BUILD, cwd=folder, capture_output=True, text=True, check=False)


def time_of_build(folder: Path) -> float:
    start = time.perf_counter()
    build_of(folder)
    return time.perf_counter() - start


def kills(folder: Path, number: int, chance: random.Random) -> None:
    duration = min(time_of_build(folder) for _ in range(4))
    for name in FOREIGN:
        write(folder / "site" / name, name)
    counted: Counter[str] = Counter()
    last, kill = 0, 0
    while counted["killed"] < number:
        kill += 1
        edit(folder, kill)
        part = chance.uniform(LAST_PART, 1) if kill % 2 else chance.uniform(0, LAST_PART)
        ended = kill_after(folder, duration * part)
        duration = ended or duration * 1.01  # Other load changes how long a build takes.
        counted["killed"] += not ended
        now = version_of(folder / "site")
        counted["torn"] += now == "mixed"
        counted["missing"] += now == "missing"
        counted["new site"] += now == str(kill)
        counted["neither last nor new"] += now not in (str(last), str(kill), "mixed", "missing")
        if kill % 10 == 0 or lost(folder):
            done = build_of(folder)
            counted["next build failed"] += done.returncode != 0
            counted["next build not whole"] += version_of(folder / "site") != str(kill)
            counted["files of others lost"] += len(lost(folder))
            counted["left over"] += len(list(folder.glob(".site*")))
            now = str(kill)
        last = int(now) if now.isdigit() else last
    say(f"{kill} builds of about {duration:.1f} s: {dict(counted)}")


def start_build(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(BUILD, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def pairs(folder: Path, number: int) -> None:
    counted: Counter[str] = Counter()
    for pair in range(1, number + 1):
        edit(folder, 10_000 + pair)
        both = [start_build(folder) for _ in range(2)]
        for build in both:
            error = build.communicate()[1]
            said = "another is running" if "Another build of" in error and build.returncode == 2 else "otherwise"
            counted["built" if build.returncode == 0 else said] += 1
        counted["torn"] += version_of(folder / "site") != str(10_000 + pair)
        counted["files of others lost"] += len(lost(folder))
    counted["left over"] = len(list(folder.glob(".site*")))
    say(f"{number} pairs: {dict(counted)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with repository() as folder:
        kills(folder, options.kills, random.Random(options.seed))
        pairs(folder, options.pairs)


if __name__ == "__main__":
    main()

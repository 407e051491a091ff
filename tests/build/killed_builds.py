"""Builds that are killed at each call that changes a file or folder, and what is left of the site.

`python tests/build/killed_builds.py FOLDER exchange|rename [--twice]` prints each loss and how many were killed. FOLDER
is a repository. Instead of MkDocs, a few lines write the pages of a site. `--twice` also kills, for each killed build,
what recovers from it at each of its calls.
"""

import argparse
import itertools
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from paicatalog.cli import build, main
from paicatalog.cli.files import site_swap
from paicatalog.cli.files.site_folder import recover_site

PAGES = ("index.html", "404.html", "jobs/train/index.html", "data/digits/index.html")
FOREIGN = (".git/HEAD", ".nojekyll", ".well-known/security.txt", "CNAME", "photos/party.jpg")
BESIDE = ("site.last/mine.txt", "site.building/mine.txt", "site.new/mine.txt")
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate", "shutil.rmtree", "exchange"}
"""The audit events of Python at which a process is killed, just before the call; and opening a file to write it."""


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def arrange(folder: Path, *, with_site: bool) -> None:
    """Make a repository of which only the last site, and what others put there, is left."""
    for entry in folder.iterdir():
        if entry.name not in ("catalog", "docs", "mkdocs.yml"):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for name in BESIDE:
        write(folder / name, name)
    if with_site:
        in_child(lambda: build_site(folder, "old"))
    for name in FOREIGN if with_site else (".git/HEAD", ".nojekyll"):
        write(folder / "site" / name, name)


def build_site(folder: Path, version: str) -> None:
    """Build a site whose pages say which version they are of."""

    def write_pages(command: list[str], *_: object, **__: object) -> int:
        for page in (*PAGES, f"{version}.html"):
            write(Path(command[command.index("-d") + 1]) / page, version)
        return 0

    build.run_mkdocs = write_pages  # type: ignore[assignment]
    main(["build", "-f", str(folder / "mkdocs.yml")], standalone_mode=False)


def in_child(do: Callable[[], None], *, kill_at: int = 0) -> bool:
    """Do it in a process of its own. Kill that before its call number `kill_at` that changes something.

    Return whether it was killed; raise an error if it failed otherwise.
    """
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if kill_at:
            kill_before(kill_at)
        try:
            do()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status not in (0, signal.SIGKILL):
        raise ChildProcessError(f"ended with {status}")
    return status == signal.SIGKILL


def kill_before(number: int) -> None:
    calls = itertools.count(1)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        written = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (event in CHANGES or written) and next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(audit)


def losses(folder: Path, *, versions: tuple[str, ...], foreign: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with the site: it must be wholly of one of the versions, and have all foreign files."""
    site = folder / "site"
    found = {page: (site / page).read_text() if (site / page).is_file() else "" for page in PAGES}
    marks = {version for version in ("old", "new", "next") if (site / f"{version}.html").exists()}
    if not any(set(found.values()) | marks == {version} for version in versions):
        yield f"the site is torn or missing: {found}, {marks}"
    for name in foreign:
        if not (site / name).is_file() or (site / name).read_text() != name:
            yield f"lost {name}"
    for name in BESIDE:
        if not (folder / name).is_file():
            yield f"lost {name} beside the site"


def after_kill(folder: Path, number: int, *, atomic: bool, recovery: int = 0) -> Iterator[str] | None:
    """Kill a build at one of its calls, and perhaps what recovers from that; return None if there are fewer calls."""
    arrange(folder, with_site=True)
    killed = in_child(lambda: build_site(folder, "new"), kill_at=number)
    here: list[str] = []
    if atomic:
        here += losses(folder, versions=("old", "new"), foreign=())
    if recovery:
        killed = killed and in_child(lambda: recover_site(folder / "site"), kill_at=recovery)
    in_child(lambda: recover_site(folder / "site"))
    here += losses(folder, versions=("old", "new"), foreign=FOREIGN)
    in_child(lambda: build_site(folder, "next"))
    here += losses(folder, versions=("next",), foreign=FOREIGN)
    left = {path.name for path in folder.iterdir()} - {"catalog", "docs", "mkdocs.yml", "site"}
    here += [f"{name} is left over" for name in left if f"{name}/mine.txt" not in BESIDE]
    return iter(here) if killed else None


def first_build_after_kill(folder: Path, number: int) -> Iterator[str] | None:
    """Kill the first build into a work tree that has no site yet."""
    arrange(folder, with_site=False)
    killed = in_child(lambda: build_site(folder, "new"), kill_at=number)
    in_child(lambda: build_site(folder, "next"))
    here = list(losses(folder, versions=("next",), foreign=(".git/HEAD", ".nojekyll")))
    return iter(here) if killed else None


def all_kills(folder: Path, *, atomic: bool, twice: bool) -> tuple[int, list[str]]:
    """Return how many builds were killed, and each loss."""
    if not atomic:
        site_swap.exchange = lambda *_: False  # type: ignore[assignment]
    else:
        real = site_swap.exchange
        site_swap.exchange = lambda *folders: (sys.audit("exchange"), real(*folders))[1]  # type: ignore[assignment]
    cases: list[Callable[[int], Iterator[str] | None]] = [
        lambda number: after_kill(folder, number, atomic=atomic),
        lambda number: first_build_after_kill(folder, number),
    ]
    total, found = 0, []
    for case in cases:
        for number in itertools.count(1):
            if (lost := case(number)) is None:
                break
            total += 1
            found += [f"killed at {number}: {each}" for each in lost]
            for again in itertools.count(1) if twice and case is cases[0] else ():
                if (lost := after_kill(folder, number, atomic=atomic, recovery=again)) is None:
                    break
                total += 1
                found += [f"killed at {number} and {again}: {each}" for each in lost]
    return total, found


def main_() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("means", choices=["exchange", "rename"])
    parser.add_argument("--twice", action="store_true")
    options = parser.parse_args()
    total, found = all_kills(options.folder, atomic=options.means == "exchange", twice=options.twice)
    sys.stdout.write("".join(f"{loss}\n" for loss in found) + f"{total} killed, {len(found)} losses\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main_()

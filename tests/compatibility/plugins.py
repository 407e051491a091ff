"""Build the catalog beside other plugins, in all `combinations`, and print a table of what is wrong.

    python tests/compatibility/plugins.py [--only TEXT] [--keep FOLDER]

The plugins are installed in a virtual environment of its own, in the versions of `plugins.txt`. Chromium is needed.
Exits with 1 if anything is wrong.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from built_with import facts, faults, script_errors, write_repository
from combinations import ALONE, MATERIAL, Combination, Neighbor, combinations

from browsing import chromium, serve  # isort: skip

ROOT = Path(__file__).parent.parent.parent
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
OPENED = ("", "catalog/", "jobs/train/", "guide/", "health/")
REFERENCE = Combination(ALONE, f"[{ALONE}]", f"{{{MATERIAL}}}", directories=True, neighbor=Neighbor("", ""))


def main() -> int:
    """Print a row for each combination."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="TEXT", help="build the combinations whose name contains this")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep environment and sites in this folder")
    options = parser.parse_args()
    chosen = [each for each in combinations() if options.only in each.name]
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        folder = options.keep or Path(temporary)
        python = _environment(folder / "environment")
        expected = facts(_built(python, folder / "reference", REFERENCE)[0])
        print("| combination | crash | dead links | script errors | facts |\n|---|---|---|---|---|")  # noqa: T201
        results = [_row(python, folder / f"{at}", each, expected, browser) for at, each in enumerate(chosen)]
    print(f"\n{sum(results)} of {len(results)} combinations without a fault")  # noqa: T201
    return 0 if all(results) else 1


def _environment(folder: Path) -> Path:
    """Make the virtual environment, if it is not there; returns its Python."""
    python = folder / "bin" / "python"
    if not python.is_file():
        venv.create(folder, with_pip=True)
        requirements = Path(__file__).with_name("plugins.txt")
        command = (python, "-m", "pip", "install", "--quiet", "--requirement", requirements, "--editable", ROOT)
        subprocess.run(command, check=True)
    return python


def _built(python: Path, folder: Path, combination: Combination) -> tuple[Path, str]:
    """Build a site strictly; returns its folder, and what MkDocs wrote if that failed."""
    write_repository(folder, combination)
    done = subprocess.run(
        [python, "-m", "mkdocs", "build", "--strict"],  # With `--quiet`, MkDocs does not count warnings.
        cwd=folder,
        env=os.environ | QUIET,
        capture_output=True,
        text=True,
        check=False,
    )
    return folder / "site", done.stdout + done.stderr if done.returncode else ""


def _row(python: Path, folder: Path, combination: Combination, expected: dict[str, str], browser: Any) -> bool:
    """Print the row of a combination, and below it what is wrong; returns whether nothing is."""
    site, crash = _built(python, folder, combination)
    found = [] if crash else faults(site, combination, expected)
    errors = [] if crash else _script_errors(site, combination, browser)
    links = [fault for fault in found if ": no such " in fault]
    others = [fault for fault in found if fault not in links]
    shown = (bool(crash), len(links), len(errors), "same" if not others else len(others))
    print(f"| {combination.name} | {' | '.join(map(str, shown))} |", flush=True)  # noqa: T201
    for fault in [crash[-2_000:], *found, *errors]:
        print(fault, file=sys.stderr) if fault else None  # noqa: T201
    return not (crash or found or errors)


def _script_errors(site: Path, combination: Combination, browser: Any) -> list[str]:
    server, address = serve(site, strict=False)
    names = OPENED if combination.directories else [f"{url}index.html" for url in OPENED]
    try:
        return script_errors(browser, address, [name for name in names if (site / name).exists()])
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    sys.exit(main())

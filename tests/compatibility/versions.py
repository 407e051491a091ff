"""Run the suite with the lowest and the newest allowed versions of every dependency, on each supported Python.

    python tests/compatibility/versions.py [--python 3.11 ...] [--lowest | --newest] [PYTEST ARGUMENT ...]

It needs `uv` (`pip install uv`), which makes the environments and finds the interpreters. The table that it prints at
the end says which it did not find. Without arguments for pytest, all tests run but those that need a browser or an
engine. Exits with 1 if a run fails.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
"""The versions of direct dependencies -> uv's name for them."""
EVERYTHING = ("-m", "not browser and not engine", "tests")
SHOWN = ("babel", "click", "jinja2", "jsonschema", "mkdocs", "mkdocs-material", "pillow", "pyyaml")
_SUMMARY = re.compile(r"^=*\s*((?:\d+ \w+,? ?)+)in [\d.]+s", re.MULTILINE)


def main() -> int:
    """Print a row for each Python and resolution."""
    options, tests = _arguments()
    chosen = [name for name in RESOLUTIONS if getattr(options, name)] or list(RESOLUTIONS)
    rows = [_row(python, name, tests or EVERYTHING) for python in options.python for name in chosen]
    print(f"\n| Python | versions | {' | '.join(SHOWN)} | result |\n|{'---|' * (len(SHOWN) + 3)}")  # noqa: T201
    for row in rows:
        print(f"| {' | '.join(row)} |")  # noqa: T201
    return 0 if all("failed" not in row[-1] and "error" not in row[-1] for row in rows) else 1


def _arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", metavar="VERSION", help="run on this Python only (repeatable)")
    for name in RESOLUTIONS:
        parser.add_argument(f"--{name}", action="store_true", help=f"run with the {name} versions only")
    options, tests = parser.parse_known_args()
    options.python = options.python or PYTHONS
    return options, tests


def _row(python: str, name: str, tests: Sequence[str]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix=f"paicatalog-{python}-{name}-") as folder:
        interpreter = Path(folder, "bin", "python")
        if _run("uv", "venv", "--quiet", "--python", python, folder).returncode:
            return [python, name, *("" for _ in SHOWN), "no such Python here"]
        install = ("uv", "pip", "install", "--quiet", "--python", interpreter, "--resolution", RESOLUTIONS[name])
        if (done := _run(*install, "--editable", f"{ROOT}[test]")).returncode:
            return [python, name, *("" for _ in SHOWN), f"error: {done.stderr.strip().splitlines()[-1]}"]
        versions = _versions(interpreter)
        done = _run(interpreter, "-m", "pytest", "-q", "--color=no", *tests)
        print(done.stdout, done.stderr, sep="\n")  # noqa: T201
        found = _SUMMARY.findall(done.stdout)
        result = found[-1].strip() if found else f"error: exit code {done.returncode}"
        return [python, name, *(versions.get(each, "") for each in SHOWN), result]


def _versions(interpreter: Path) -> dict[str, str]:
    """Return the installed packages with their versions."""
    listed = _run("uv", "pip", "freeze", "--quiet", "--python", interpreter).stdout
    return dict(line.split("==", 1) for line in listed.splitlines() if "==" in line)


def _run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())

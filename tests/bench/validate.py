"""Measure how long `paicatalog validate` takes, compared with tools that only check the schema.

`python tests/bench/validate.py [--files 10000] [--rounds 3] [--check-jsonschema PATH] [--ajv PATH]`

It compares with these tools, and prints which are missing:

- check-jsonschema: `python -m venv TOOLS && TOOLS/bin/pip install check-jsonschema`
- ajv-cli: `npm install --prefix TOOLS ajv-cli` (the command is `TOOLS/node_modules/.bin/ajv`)

Files are in memory (`/dev/shm`) if possible. The tools run alternately, round by round, so that other load affects all
of them; the best round counts. The output is wall time, processor time and the number of processes; nothing is
asserted.
"""

import argparse
import contextlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generate import generate

MEMORY = Path("/dev/shm")
PAICATALOG = [sys.executable, "-m", "paicatalog"]


@dataclass(frozen=True, slots=True)
class Time:
    """Times in seconds."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to measure."""

    name: str
    command: Sequence[str]
    processes: str
    prepare: Callable[[], None] = lambda: None


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def contenders(folder: Path, options: argparse.Namespace) -> Iterator[Contender]:
    """Yield the installed commands to measure. Print which are missing."""
    cache = folder / "cache"
    validate = [*PAICATALOG, "validate", "catalog"]
    workers = f"up to {min(len(os.sched_getaffinity(0)), 4)}"
    forget = lambda: shutil.rmtree(cache, ignore_errors=True)  # noqa: E731
    remember = lambda: measured(Contender("", validate, ""), folder)  # noqa: E731
    yield Contender("paicatalog, cold (and remembering)", validate, workers, forget)
    yield Contender("paicatalog, cold, --no-cache", [*validate, "--no-cache"], workers)
    yield Contender("paicatalog, nothing changed", validate, "1", lambda: (forget(), remember(), None)[-1])
    schema = ["schema.json"]
    if tool := shutil.which(options.check_jsonschema):
        names = [str(path.relative_to(folder)) for path in sorted((folder / "catalog").rglob("*.yaml"))]
        yield Contender("check-jsonschema", [tool, "--schemafile", *schema, *names], "1")
    else:
        say(f"left out: check-jsonschema (no {options.check_jsonschema})")
    if tool := shutil.which(options.ajv):
        arguments = ["validate", "--spec=draft2020", "--strict=false", "-s", *schema, "-d", "catalog/**/*.yaml"]
        yield Contender("ajv-cli", [tool, *arguments], "1 (its garbage collector has threads)")
    else:
        say(f"left out: ajv-cli (no {options.ajv})")


def measured(contender: Contender, folder: Path) -> Time:
    """Run a command once. Raises an error if it rejects the files, since it has then not done the same work."""
    contender.prepare()
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "XDG_STATE_HOME": str(folder / "state")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # Installed modules are compiled once, not in every run.
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(contender.command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{contender.name} failed: {(done.stdout + done.stderr)[-500:]}")
    return Time(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@contextlib.contextmanager
def catalog_of(count: int) -> Iterator[Path]:
    """Yield a temporary folder with a catalog of `count` files and the schema."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        generate(folder / "catalog", count)
        schema = subprocess.run([*PAICATALOG, "schema"], capture_output=True, check=True).stdout
        (folder / "schema.json").write_bytes(schema)
        yield folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check-jsonschema", default="check-jsonschema")
    parser.add_argument("--ajv", default="ajv")
    options = parser.parse_args()
    with catalog_of(options.files) as folder:
        size = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
        say(f"{options.files:,} files, {size / 1e6:.1f} MB, {len(os.sched_getaffinity(0))} processors")
        listed = list(contenders(folder, options))
        rounds = [{one.name: measured(one, folder) for one in listed} for _ in range(options.rounds)]
    ours = min(times[listed[0].name].wall for times in rounds)
    say(f"{'':36}{'wall':>8}{'CPU':>8}{'wall/ours':>11}  processes")
    for one in listed:
        wall = min(times[one.name].wall for times in rounds)
        processor = min(times[one.name].processor for times in rounds)
        say(f"{one.name:36}{wall:8.2f}{processor:8.2f}{wall / ours:11.2f}  {one.processes}")


if __name__ == "__main__":
    main()

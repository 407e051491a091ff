"""Measure how long a cold build of a large catalog takes, compared with plain MkDocs and Material.

`python tests/bench/build.py [--files 10000] [--few 1000] [--plain 1000]`

There are three builds, with outputs in memory (`/dev/shm`) if possible: paicatalog with `--few` files, paicatalog with
`--files`, and MkDocs with Material and its search but without paicatalog, on `--plain` Markdown pages with the same
content as our component pages (our Markdown versions, with the file as a highlighted block of code), not in the nav.
The plain time is proportional to the number of pages, so it is extrapolated to `--files` pages if fewer are built.

The output is wall time, processor time, the memory of the largest process, the exponent by which processor time grows
from few files to many, and the sizes of pages in both; nothing is asserted.
"""

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generate import generate

MEMORY = Path("/dev/shm")
PLAIN = "site_name: Large\ntheme:\n  name: material\n  font: false\nplugins:\n  - search\n"
OURS = PLAIN.replace("search", "paicatalog")
OUT_OF_NAV = "nav:\n  - index.md\nnot_in_nav: '*'\n"
HIGHLIGHTED = "markdown_extensions:\n  - pymdownx.highlight\n  - pymdownx.superfences\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a build."""

    wall: float
    processor: float
    """Seconds, of all processes."""
    megabytes: float
    """Memory of the largest process."""


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measured(command: Sequence[str], folder: Path) -> Cost:
    """Run a build once. Raises an error if it fails."""
    # Installed modules are compiled once, not in every run.
    environment: Mapping[str, str] = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{command} failed: {(folder / 'log').read_text(errors='replace')[-500:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def built(folder: Path, count: int) -> Cost:
    """Build a catalog of `count` files into `folder`."""
    generate(folder / "catalog", count)
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(OURS, encoding="utf-8")
    return measured([sys.executable, "-m", "paicatalog", "build"], folder)


def plainly_built(folder: Path, site: Path, count: int) -> Cost:
    """Build `count` pages with the content of those in `site`, without paicatalog."""
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Large\n", encoding="utf-8")
    twins = [twin for kind in ("jobs", "data", "scripts", "dockerimages", "outputs") for twin in components(site, kind)]
    for twin in twins[:: max(len(twins) // count, 1)][:count]:
        (docs / f"{twin.parent.name}.md").write_bytes(twin.read_bytes())
    (folder / "mkdocs.yml").write_text(PLAIN + OUT_OF_NAV + HIGHLIGHTED, encoding="utf-8")
    return measured([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder)


def components(site: Path, kind: str) -> list[Path]:
    return sorted((site / kind).glob("*/index.md"))


def sizes(site: Path) -> str:
    """Return the sizes of pages: home, browse, and the median and largest of all jobs and of all data."""
    parts = [f"{name} {(site / name / 'index.html').stat().st_size:,}" for name in (".", "catalog")]
    for kind in ("jobs", "data"):
        every = [twin.with_suffix(".html").stat().st_size for twin in components(site, kind)]
        parts.append(f"{kind} {statistics.median(every):,.0f} to {max(every):,}")
    return ", ".join(parts)


def row(name: str, cost: Cost) -> str:
    return f"{name:44}{cost.wall:8.1f}{cost.processor:8.1f}{cost.megabytes:8.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--plain", type=int, default=1_000)
    options = parser.parse_args()
    say(f"{len(os.sched_getaffinity(0))} processors, load {os.getloadavg()[0]:.1f} before")
    say(f"{'':44}{'wall':>8}{'CPU':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folders = [Path(name, each) for each in ("few", "many", "plain")]
        for folder in folders:
            folder.mkdir()
        few = built(folders[0], options.few)
        say(row(f"paicatalog, {options.few:,} files", few))
        plain = plainly_built(folders[2], folders[0] / "site", options.plain)
        pages = len(list((folders[2] / "docs").iterdir()))
        say(row(f"MkDocs and Material alone, {pages:,} pages", plain))
        many = built(folders[1], options.files)
        say(row(f"paicatalog, {options.files:,} files", many))
        written = [sizes(folder / "site") for folder in folders[:2]]
    share = options.files / pages
    wall, processor = plain.wall * share / many.wall, plain.processor * share / many.processor
    say(f"ours takes 1/{wall:.1f} of the plain time, 1/{processor:.1f} of its processor time")
    say(f"processor time grows by files^{math.log(many.processor / few.processor, options.files / options.few):.2f}")
    for count, text in zip((options.few, options.files), written, strict=True):
        say(f"bytes of pages at {count:,}: {text}")


if __name__ == "__main__":
    main()

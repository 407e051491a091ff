"""Measure time and memory for files that attack the reader: `python tests/bench/hostile.py [PART OF A KIND]`."""

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "hostile"))

from hostile_files import HOSTILE

SECONDS = 30
_ROW = "{:<44} {:>8} {:>8}  {}"


def main() -> None:
    """Print a row for each kind. Each is read in a separate process."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    _say(_ROW.format("kind", "seconds", "peak MB", "found"))
    for kind, hostile in HOSTILE.items():
        if wanted in kind:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / hostile.name
                hostile.make(path)
                _say(_ROW.format(kind, *_measured(path)))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _measured(path: Path) -> tuple[str, str, str]:
    command = [sys.executable, __file__, "--check", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f">{SECONDS}", "", "(stopped)"
    if done.returncode:
        return "", "", f"CRASH {done.stderr.strip().splitlines()[-1]}"
    found = json.loads(done.stdout)
    return f"{found['seconds']:.2f}", f"{found['megabytes']:.0f}", found["found"]


def _check(path: Path) -> None:
    from paicatalog.pipeline import check  # noqa: PLC0415 (loading is not what is measured)
    from paicatalog.publishing.reported_file import reported_files  # noqa: PLC0415
    from paicatalog.report.text import write  # noqa: PLC0415

    start = time.perf_counter()
    checked = check([path], shown_from=path.parent)
    write(reported_files(checked.files), io.StringIO())
    seconds = time.perf_counter() - start
    findings = [finding for file in checked.files for finding in file.findings]
    first = min(findings, key=lambda each: list("ewn").index(each.severity[0]), default=None)
    words = f"{len(findings)}: {first.rule}: {first.message}"[:100] if first else "nothing"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(json.dumps({"seconds": seconds, "megabytes": peak, "found": words}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        _check(Path(sys.argv[2]))
    else:
        main()

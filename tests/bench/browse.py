"""Measure the build of a large catalog and its search in a browser: `python tests/bench/browse.py [COUNT | SITE]`.

The output is the build's time and memory (unless SITE is a built site), the compressed size of what the browse page
loads initially and for each query, and the time from each key press to the first result. It needs an installed
Chromium, like the tests.
"""

import gzip
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generate import generate
from playwright.sync_api import sync_playwright

QUERIES = ("language model", "gradient warmup", "job-7", "pytorch distributed", "sensr forecast", "cifar")
MKDOCS = "site_name: Large\ntheme:\n  name: material\n  font: false\nplugins:\n  - paicatalog\n"
FIRST_RESULT = """async ([key, text]) => {
  const input = document.querySelector('.pc-browse [data-pc-query]'), hits = document.querySelector('[data-pc-hits]');
  const changed = new Promise((done) => {
    new MutationObserver((_, observer) => { observer.disconnect(); requestAnimationFrame(() => done()); })
      .observe(hits, { childList: true });
  });
  const start = performance.now();
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, data: key }));
  await Promise.race([changed, new Promise((done) => setTimeout(done, 3000))]);
  return performance.now() - start;
}"""


class _Handler(SimpleHTTPRequestHandler):
    sent = 0

    def log_message(self, *args: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        found = path / "index.html" if path.is_dir() else path
        if found.is_file():
            type(self).sent += len(gzip.compress(found.read_bytes()))
        super().do_GET()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def built(folder: Path, count: int) -> Path:
    """Build a catalog of `count` files and return the folder of the site."""
    generate(folder / "catalog", count)
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "paicatalog", "build"], cwd=folder, check=True, env=environment)
    seconds = time.perf_counter() - start
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    say(f"built {count:,} files in {seconds:.1f} s with at most {megabytes:.0f} MB")
    return folder / "site"


def browse(site: Path) -> None:
    """Open the browse page and type queries."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/catalog/", wait_until="networkidle")
        say(f"first load of the browse page: {_Handler.sent / 1000:.0f} KB compressed")
        times, loads = [], []
        for query in QUERIES:
            before = _Handler.sent
            times += typed(page, query)
            page.wait_for_load_state("networkidle")
            loads.append((_Handler.sent - before) / 1000)
        browser.close()
    say(f"loaded for the first query, key by key: {loads[0]:.0f} KB, for a later one at most {max(loads[1:]):.0f} KB")
    middle, longest = statistics.median(times), max(times)
    say(f"first result after a key: median {middle:.0f} ms, longest {longest:.0f} ms ({len(times)} keys)")


def typed(page: Any, query: str) -> list[float]:
    """Type a query key by key and return the milliseconds until its results are shown."""
    return [float(page.evaluate(FIRST_RESULT, [query[at], query[: at + 1]])) for at in range(len(query))]


def main() -> None:
    given = sys.argv[1] if len(sys.argv) > 1 else "10000"
    if Path(given, "catalog").is_dir():
        browse(Path(given))
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        browse(built(Path(name), int(given)))


if __name__ == "__main__":
    main()

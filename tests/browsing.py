"""Serving a folder, and opening it in a real Chromium."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class NoBrowserError(Exception):
    """Chromium is not installed."""


POLICY = "default-src 'self'"
"""The content security policy of all browser tests. It is stricter than the one that the site writes for a host, and
what it blocks is an error in the browser's console."""


class _StrictHandler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Send the policy with every file."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Log nothing."""


def serve(folder: Path) -> tuple[ThreadingHTTPServer, str]:
    """Serve a folder on a free local port under the strict policy. Return the server and its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_StrictHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


@contextmanager
def chromium() -> Iterator[Any]:
    """Yield an installed Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (slow, and only browser tests need it)

    found = os.environ.get("PAICATALOG_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise NoBrowserError("no Chromium found: `apt-get install chromium`, or set PAICATALOG_CHROMIUM to its path")
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()

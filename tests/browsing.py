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


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Log nothing."""


class _StrictHandler(_QuietHandler):
    def end_headers(self) -> None:
        """Send the policy with every file."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that leaves a page closes its connections."""


def serve(folder: Path, *, strict: bool = True) -> tuple[ThreadingHTTPServer, str]:
    """Serve a folder on a free local port, under the strict policy or none. Return the server and its address."""
    handler = partial(_StrictHandler if strict else _QuietHandler, directory=str(folder))
    server = _QuietServer(("127.0.0.1", 0), handler)
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

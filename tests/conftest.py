"""What every test may need: the site of the shipped catalog, a server for it, a real browser."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from browsing import NoBrowserError, chromium, serve

ROOT = Path(__file__).parent.parent


# The suite gives the same verdict twice; `HYPOTHESIS_PROFILE=explore` looks at new examples, and at more of them.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


# Where the suite runs in the background, a shell has its programs ignore Ctrl-C, and so would all that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[Any]:
    """Let nothing be skipped where CI says so."""
    report = yield
    if report.skipped and os.environ.get("PAICATALOG_TESTS_SKIP") == "never":
        report.outcome = "failed"
        report.longrepr = f"skipped, but here nothing may be: {report.longrepr}"
    return report


def paicatalog(*args: str, cwd: Path = ROOT, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person does, in a process of its own."""
    command = [sys.executable, "-m", "paicatalog", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line as a person runs it: `run("build", cwd=folder)`."""
    return paicatalog


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the shipped catalog. The first worker to need it builds it for all, and none may change it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shipped-site"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            done = paicatalog("build", "--strict", "--site-dir", str(folder))
            assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def site_url(shipped_site: Path) -> Iterator[str]:
    """The address at which the shipped catalog's site is served."""
    server, url = serve(shipped_site)
    yield url
    server.shutdown()
    server.server_close()


@pytest.fixture
def serving() -> Iterator[Callable[[Path], str]]:
    """Serve a folder for the time of a test: `serving(folder)` returns the address."""
    servers = []

    def start(folder: Path) -> str:
        server, url = serve(folder)
        servers.append(server)
        return url

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium, driven by Playwright."""
    try:
        with chromium() as started:
            yield started
    except NoBrowserError as error:
        pytest.skip(str(error))

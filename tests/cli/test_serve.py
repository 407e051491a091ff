"""The command `paicatalog serve`: it starts, shows an edit, and ends without an error message."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.xdist_group("serve")

OUTPUT = "protocolVersion: 2\nname: model\ntype: output\ndescription: Before the edit.\nuri: /m\n"
LONGEST_WAIT = 20.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "model.yaml").write_text(OUTPUT)
    (tmp_path / "docs").mkdir()
    last = tmp_path / ".site.paicatalog-k2v9x0ab" / "last"  # Left by a killed build.
    last.mkdir(parents=True)
    (last / "index.html").write_text("the last site")
    (tmp_path / "mkdocs.yml").write_text("site_name: Ours\ntheme: mkdocs\nplugins: [paicatalog]\n")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "paicatalog", "serve", "-a", f"127.0.0.1:{port}"]
    with (folder / "log").open("wb") as log:
        started = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
        try:
            yield started
        finally:
            if started.poll() is None:
                os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def address(folder: Path) -> str:
    return waited(lambda: re.search(r"http://127\.0\.0\.1:\d+/", (folder / "log").read_text()), folder)[0]


def waited(ask: Any, folder: Path) -> Any:
    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        if found := ask():
            return found
        time.sleep(0.1)
    raise AssertionError((folder / "log").read_text())


def page(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return str(response.read().decode())
    except (urllib.error.URLError, ConnectionError):
        return ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_shows_an_edit_and_stops(folder: Path, server: Any, number: signal.Signals) -> None:
    url = f"{address(folder)}outputs/model/"
    assert (folder / "site" / "index.html").read_text() == "the last site"
    waited(lambda: "Before the edit." in page(url), folder)
    if number is signal.SIGINT:
        (folder / "catalog" / "model.yaml").write_text(OUTPUT.replace("Before", "After"))
        waited(lambda: "After the edit." in page(url), folder)
    server.send_signal(number)
    server.wait(timeout=LONGEST_WAIT)
    assert "Traceback" not in (folder / "log").read_text()
    waited(lambda: page(url) == "", folder)
    assert server.returncode == (0 if number is signal.SIGINT else 143)


def test_a_port_in_use_is_told_in_a_sentence(folder: Path, run: Any) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("serve", "-a", f"127.0.0.1:{port}", cwd=folder)
    assert done.returncode == 2
    assert f"Nothing can be served on 127.0.0.1:{port}: Address already in use." in done.stderr
    assert "Name another address with `--address`." in done.stderr
    assert "Traceback" not in done.stderr

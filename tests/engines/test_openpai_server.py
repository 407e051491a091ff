"""submit.sh and submit.py against a server that answers as OpenPAI's and fails as networks do."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
from exports import job, write_export
from openpai_server import TOKEN, USER, OpenPaiServer

MakeFolder = Callable[..., Path]
Call = Callable[..., subprocess.CompletedProcess[str]]
PROGRAMS = {"bash": ["bash", "submit.sh"], "python": [sys.executable, "submit.py"]}
pytestmark = [pytest.mark.engine, pytest.mark.parametrize("program", list(PROGRAMS))]
DATA = job({"main": {"commands": ["echo <% $secrets.token %>"]}}, secrets={"token": "******"})
UNREACHABLE = {
    "502": "HTTP 502",
    "503": "HTTP 503",
    "429": "HTTP 429",
    "close": "cannot be reached",
    "hang": "cannot be",
}


@pytest.fixture
def call(openpai: OpenPaiServer, folder: MakeFolder, program: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the folder's script against the server."""
    if program == "bash" and not shutil.which("curl"):
        pytest.skip("curl is missing: `apt-get install curl`")
    made = write_export(DATA, "openpai", folder())

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        own = {"PATH": os.environ["PATH"], "PAI_CLUSTER": openpai.address, "PAI_USER": USER, "PAI_TOKEN": TOKEN}
        own |= {"PAI_INTERVAL": "0.05", "PAI_TIMEOUT": "2", "PAI_SECRET_token": "swordfish"}
        words = [*PROGRAMS[program], *arguments]
        options = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True, "timeout": 60}
        return subprocess.run(words, cwd=made, env={**own, **variables}, check=False, **options)

    return run


def test_a_job_is_submitted_watched_and_stopped(openpai: OpenPaiServer, call: Call) -> None:
    done = call()
    name = done.stdout.strip()
    assert done.returncode == 0 and openpai.jobs[f"{USER}~{name}"]["secrets"] == {"token": "swordfish"}, done.stderr
    done = call("watch", name)
    assert (done.returncode, done.stdout) == (0, "WAITING\nRUNNING\nSUCCEEDED\n")
    assert call("stop", name).returncode == 0
    assert call("watch", name).returncode == 143
    assert call("status", name).stdout == "STOPPED\n"


@pytest.mark.parametrize(("code", "status"), [(None, 1), (42, 42), (255, 255), (-7, 1), (1000, 1)])
def test_a_job_that_fails_gives_its_status(openpai: OpenPaiServer, call: Call, code: int | None, status: int) -> None:
    openpai.jobs[f"{USER}~mine"] = {}
    openpai.states, openpai.exit_code = deque(["FAILED"]), code
    assert call("watch", "mine").returncode == status


@pytest.mark.parametrize("fault", list(UNREACHABLE))
def test_a_cluster_out_of_reach_for_a_while_does_not_end_watch(openpai: OpenPaiServer, call: Call, fault: str) -> None:
    openpai.jobs[f"{USER}~mine"] = {}
    openpai.faults = deque([fault] * (1 if fault == "hang" else 5))
    done = call("watch", "mine")
    assert done.returncode == 0 and done.stdout.endswith("SUCCEEDED\n"), done.stderr
    assert len(re.findall(UNREACHABLE[fault], done.stderr)) == 1 and "asked again" in done.stderr


def test_a_cluster_that_stays_out_of_reach_ends_watch_with_a_status_of_its_own(
    openpai: OpenPaiServer, call: Call
) -> None:
    openpai.jobs[f"{USER}~mine"] = {}
    openpai.faults = deque(["502"] * 1000)
    done = call("watch", "mine")
    assert done.returncode == 125 and "The job goes on" in done.stderr


def test_a_slow_answer_is_waited_for_and_a_missing_one_is_not(openpai: OpenPaiServer, call: Call) -> None:
    openpai.jobs[f"{USER}~mine"] = {}
    openpai.faults = deque(["slow"])
    assert call("status", "mine").stdout == "WAITING\n"
    openpai.faults = deque(["hang"])
    began = time.monotonic()
    done = call("status", "mine")
    assert done.returncode == 125 and "cannot be reached" in done.stderr and time.monotonic() - began < 10


def test_a_file_that_is_too_long_is_told(call: Call) -> None:
    done = call(PAI_SECRET_token="x" * 110_000)
    assert done.returncode == 125 and "longer than the cluster takes" in done.stderr and "100 kB" in done.stderr


def test_what_the_cluster_refuses_is_told(openpai: OpenPaiServer, call: Call) -> None:
    openpai.jobs[f"{USER}~mine"] = {}
    for arguments, words in (
        (("submit", "mine"), "HTTP 409.*already exists"),
        (("watch", "nothing"), "HTTP 404.*is not found"),
    ):
        done = call(*arguments)
        assert done.returncode == 125 and re.search(words, done.stderr)
    done = call(PAI_TOKEN="wrong")
    assert done.returncode == 125 and "HTTP 401" in done.stderr and "token is invalid" in done.stderr
    done = call("stop", "hers", PAI_USER="eve")
    assert done.returncode == 125 and "HTTP 403" in done.stderr


def test_a_redirection_is_not_followed(openpai: OpenPaiServer, call: Call) -> None:
    openpai.faults = deque(["redirect"])
    done = call()
    assert done.returncode == 125 and "HTTP 302" in done.stderr and len(openpai.requests) == 1

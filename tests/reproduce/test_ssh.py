"""The ssh plugin: containers reach each other by name, through a real ssh server."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from paicatalog.protocol.template.entrypoint import render_job
from paicatalog.reproduce.job.entry_script import entry_scripts
from paicatalog.reproduce.job.pai_environment import environment, reserve_ports
from paicatalog.reproduce.job.plugin import Plugin
from paicatalog.reproduce.job.ssh_plugin import barrier_minutes
from paicatalog.reproduce.shell import script_template
from paicatalog.reproduce.shell.code import plain

Job = Callable[..., dict[str, Any]]
Container = Callable[..., subprocess.Popen[str]]

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
needs_sshd = pytest.mark.skipif(not SSHD, reason="sshd is not installed: `apt-get install openssh-server`")

GETENT = """#!/bin/bash
[ "$1" != passwd ] || echo "me:x:1:1::$TEST_HOME:/bin/bash"
"""
SSH = """#!/bin/bash
exec {ssh} -F "$TEST_HOME/.ssh/config" "$@"
"""


def ssh_job(job: Job, *commands: str, **parameters: Any) -> dict[str, Any]:
    """Return a job of two containers with the plugin."""
    plugin = {"plugin": "ssh", "parameters": {"jobssh": True, **parameters}}
    return job(*commands, role={"instances": 2}, extras={"com.microsoft.pai.runtimeplugin": [plugin]})


@pytest.fixture
def key(tmp_path: Path) -> str:
    """Return a private key, generated as by `run.sh`."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    return (tmp_path / "key").read_text().strip()


@pytest.fixture
def container(tmp_path: Path) -> Iterator[Container]:
    """Start a container's entry script locally, with a home folder that is in the user database."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, text in (("getent", GETENT), ("ssh", SSH.format(ssh=shutil.which("ssh")))):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    started: list[subprocess.Popen[str]] = []

    def start(data: dict[str, Any], index: int, **variables: str) -> subprocess.Popen[str]:
        home = tmp_path / f"worker-{index}"
        home.mkdir(exist_ok=True)
        script = tmp_path / "worker.sh"
        script.write_text(plain(entry_scripts(data, render_job(data).entrypoints)["worker"].script))
        own = {"PATH": f"{programs}:{os.environ['PATH']}", "TEST_HOME": str(home), "HOME": str(home)}
        process = subprocess.Popen(
            ["bash", script],
            cwd=home,
            env={**own, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        if process.stdout and not process.stdout.closed:
            process.communicate(timeout=20)


def variables(data: dict[str, Any], index: int, first: int) -> dict[str, str]:
    """Return the environment variables that the platform sets for one container."""
    ports = reserve_ports(data, first=first)
    assert ports
    return environment(data, role="worker", index=index, job="demo", ports=ports)


def free_ports() -> int:
    """Return the first of consecutive free ports."""
    for first in range(21_000 + os.getpid() % 500 * 10, 32_000, 10):
        if all(is_free(port) for port in range(first, first + 4)):
            return first
    raise AssertionError("no free ports")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@needs_sshd
def test_containers_reach_each_other_by_name(job: Job, container: Container, key: str, tmp_path: Path) -> None:
    data = ssh_job(
        job,
        'if [ "$PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX" = 1 ]; then touch ready; sleep 60; fi',
        "ssh worker-1 'echo \"port ${SSH_CONNECTION##* }\"'",
        'echo "$PAI_PORT_LIST_worker_1_ssh [${PAI_SSH_KEY-}] $(env | grep -c PAI_SSH_KEY)"',
        sshbarrier=True,
    )
    first = free_ports()
    container(data, 1, PAI_SSH_KEY=key, **variables(data, 1, first))
    out, err = container(data, 0, PAI_SSH_KEY=key, **variables(data, 0, first)).communicate(timeout=30)
    port = first + 2
    assert (out, err) == (f"port {port}\n{port} [] 0\n", "")
    assert is_free(first) and not is_free(port)
    given = (tmp_path / "worker-0" / ".ssh" / "environment").read_text()
    assert "PAI_HOST_IP_worker_1=127.0.0.1\n" in given and "PAI_SSH_KEY" not in given
    assert key not in given


@needs_sshd
def test_a_container_that_starts_again_and_the_users_own_settings(
    job: Job, container: Container, key: str, tmp_path: Path
) -> None:
    data = ssh_job(job, "ssh worker-0 echo again")
    (tmp_path / "worker-0" / ".ssh").mkdir(parents=True)
    (tmp_path / "worker-0" / ".ssh" / "config").write_text("Host other\n  User me\n")
    first = free_ports()
    for _ in range(2):
        out, err = container(data, 0, PAI_SSH_KEY=key, **variables(data, 0, first)).communicate(timeout=30)
        assert (out, err) == ("again\n", "")
    written = (tmp_path / "worker-0" / ".ssh" / "config").read_text()
    assert written.startswith("Host other\n  User me\n") and written.count("Host worker-0\n") == 1


@needs_sshd
def test_the_barrier_names_the_container_that_does_not_answer(
    job: Job, container: Container, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ssh_job(job, "echo never", sshbarrier="True", sshbarrierTimeout="2")
    monkeypatch.setattr(
        script_template, "_read", lambda name, read=script_template._read: read(name).replace("* 60", "/ 2")
    )
    done = container(data, 0, PAI_SSH_KEY=key, **variables(data, 0, free_ports()))
    assert done.communicate(timeout=30) == ("", "ssh plugin: worker-1 has not answered for 2 minutes.\n")
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("parameters", "minutes"),
    [
        ({"sshbarrierTimeout": 120}, 120),
        ({"sshbarrierTimeout": "5"}, 5),
        ({"sshbarrierTimeout": "<% $parameters.wait %>"}, 30),
        ({}, 30),
        ({"sshbarrier": False}, 0),
        ({"jobssh": False}, 0),
    ],
)
def test_the_barrier_waits_as_many_minutes_as_the_runtime(parameters: dict[str, Any], minutes: int) -> None:
    given = {"jobssh": True, "sshbarrier": True, **parameters}
    assert barrier_minutes(Plugin("ssh", given, ignores_failure=False, pointer=())) == minutes


def test_a_plugin_that_lets_nobody_in_starts_no_server(job: Job, container: Container, key: str) -> None:
    data = ssh_job(job, "echo hello", jobssh="false", userssh={"type": "custom", "value": ""})
    done = container(data, 0, PAI_SSH_KEY=key, PATH="/nowhere:/usr/bin:/bin", **variables(data, 0, 20_000))
    assert done.communicate(timeout=30) == ("hello\n", "")


@needs_sshd
def test_a_person_may_log_in_with_a_key_of_the_job(job: Job, container: Container, key: str, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "mine"], check=True)
    user = {"type": "custom", "value": (tmp_path / "mine.pub").read_text()}
    data = ssh_job(job, "touch ready; sleep 60", jobssh=False, userssh=user, sshbarrier=True)
    first = free_ports()
    container(data, 0, PAI_SSH_KEY=key, **variables(data, 0, first))

    def log_in(name: str) -> int:
        known = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes -o ConnectionAttempts=10"
        command = f"ssh -F none -i {tmp_path / name} {known} -p {first} 127.0.0.1 true"
        return subprocess.run(command.split(), stderr=subprocess.DEVNULL, check=False).returncode

    assert log_in("mine") == 0
    assert log_in("key") == 255


def test_without_a_key_there_is_no_server(job: Job, container: Container) -> None:
    data = ssh_job(job, "echo hello", sshbarrier=True)
    done = container(data, 0, **variables(data, 0, 20_000))
    told = "ssh plugin: PAI_SSH_KEY holds no key, so no SSH server is started.\n"
    assert done.communicate(timeout=30) == ("hello\n", told)


@needs_sshd
@pytest.mark.parametrize(("policy", "expected"), [("fail", (1, "")), ("ignore", (0, "hello\n"))])
def test_a_plugin_that_fails_ends_the_job_unless_it_may(
    job: Job, container: Container, *, policy: str, expected: tuple[int, str]
) -> None:
    data = ssh_job(job, "echo hello")
    data["extras"]["com.microsoft.pai.runtimeplugin"][0]["failurePolicy"] = policy
    done = container(data, 0, PAI_SSH_KEY="no key", **variables(data, 0, 20_000))
    out, err = done.communicate(timeout=30)
    assert (done.returncode, out) == expected
    assert err


def test_shellcheck_has_nothing_to_say(job: Job, shellcheck: Callable[[str], None]) -> None:
    data = ssh_job(job, sshbarrier=True)
    script = plain(entry_scripts(data, render_job(data).entrypoints)["worker"].script)
    part = script.split("<<'BEFORE_1'\n")[1].split("\nBEFORE_1\n")[0]
    shellcheck(f"#!/bin/bash\n{part}\n")
    shellcheck(script)

"""What only a real Docker and a real Docker Compose show: signals, pulls, registries, and what is left behind."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docker_engine import PASSWORD, PRIVATE_IMAGE, REGISTRY, USER, DockerEngine
from exports import Run, job, write_export
from sandbox import wait_until

MakeFolder = Callable[..., Path]
pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine-docker")]

SAVES = ["trap 'echo saving; sleep 1; echo saved; exit 0' TERM", "echo training", "sleep 300 & wait"]
LOGIN = {"auth": {"username": USER, "password": "<% $secrets.word %>", "registryuri": REGISTRY}}
STOPS = {"Ctrl-C": (Run.interrupt, 130), "TERM": (Run.terminate, 143)}


def start(engine: DockerEngine, folder: Path, data: dict[str, Any], platform: str, **variables: str) -> Run:
    write_export(data, platform, folder)
    return Run(["./run.sh"], folder, {**engine.environment, **variables})


@pytest.mark.parametrize("platform", ["docker", "compose"])
@pytest.mark.parametrize("stop", list(STOPS))
def test_who_stops_the_script_stops_the_job_which_may_save(
    docker: DockerEngine, folder: MakeFolder, platform: str, stop: str
) -> None:
    run = start(docker, folder(), job({"main": {"commands": SAVES}}), platform)
    run.wait_for("training")
    signal, status = STOPS[stop]
    signal(run)
    done = run.result(20)
    assert done.status == status and "saved" in done.output, done.output


@pytest.mark.parametrize("platform", ["docker", "compose"])
def test_commands_that_do_not_end_are_ended(docker: DockerEngine, folder: MakeFolder, platform: str) -> None:
    commands = ["trap '' TERM", "echo training", "while true; do sleep 0.1; done"]
    run = start(docker, folder(), job({"main": {"commands": commands}}), platform)
    run.wait_for("training")
    run.terminate()
    done = run.result(25)
    assert done.status == 143 and 9 < done.seconds < 20


@pytest.mark.parametrize("platform", ["docker", "compose"])
@pytest.mark.parametrize("stop", list(STOPS))
def test_who_stops_the_script_during_a_pull_gets_no_job(
    docker: DockerEngine, folder: MakeFolder, platform: str, stop: str
) -> None:
    environment = docker.log_in(folder("login"))
    data = job({"main": {"commands": ["echo started", "sleep 60"]}}, image=PRIVATE_IMAGE)
    with docker.silent_registry():
        run = start(docker, folder(), data, platform, **environment)
        time.sleep(1.5)
        signal, status = STOPS[stop]
        signal(run)
        time.sleep(0.5)
    done = run.result(20)
    time.sleep(1)
    assert done.status == status and "started" not in done.output
    assert docker.containers() == []


@pytest.mark.parametrize("platform", ["docker", "compose"])
def test_a_login_that_docker_has_is_enough(docker: DockerEngine, folder: MakeFolder, platform: str) -> None:
    data = job({"main": {"commands": ["echo hello"]}}, image=PRIVATE_IMAGE, image_keys=LOGIN, secrets={"word": "x"})
    done = start(docker, folder(), data, platform, **docker.log_in(folder("login"))).result()
    docker.docker("rmi", PRIVATE_IMAGE)
    assert done.status == 0 and "hello" in done.output, done.output


@pytest.mark.parametrize("platform", ["docker", "compose"])
def test_without_a_login_the_way_to_one_is_told(docker: DockerEngine, folder: MakeFolder, platform: str) -> None:
    data = job({"main": {"commands": ["echo hello"]}}, image=PRIVATE_IMAGE, image_keys=LOGIN, secrets={"word": "x"})
    docker.docker("rmi", "--force", PRIVATE_IMAGE, check=False)
    done = start(docker, folder(), data, platform).result()
    command = f"docker login --username {USER} -- {REGISTRY}"
    assert done.status == 125 and command in done.output and PASSWORD not in done.output


@pytest.mark.parametrize("platform", ["docker", "compose"])
def test_an_image_that_there_is_not_is_no_failure_of_the_job(
    docker: DockerEngine, folder: MakeFolder, platform: str
) -> None:
    roles = {"main": {"taskRetryCount": 3, "commands": ["echo hello"]}}
    data = job(roles, image=f"{REGISTRY}/nothing:1", extras={"gangAllocation": False})
    done = start(docker, folder(), data, platform).result()
    assert done.status == 125 and "run again" not in done.output, done.output


@pytest.mark.parametrize("platform", ["docker", "compose"])
def test_a_port_can_be_reached_from_the_machine(docker: DockerEngine, folder: MakeFolder, platform: str) -> None:
    serve = 'python3 -m http.server "$PAI_CONTAINER_HOST_web_PORT_LIST"'
    run = start(docker, folder(), job({"main": {"ports": {"web": 1}, "commands": ["echo hi", serve]}}), platform)
    listed: list[str] = []
    wait_until(lambda: listed.extend(docker.docker("ps", "--format", "{{.Ports}}").split()) or listed)
    address, _, port = listed[0].partition("->")[0].rpartition(":")
    assert address == "127.0.0.1"
    fetch = f"exec 3<>/dev/tcp/{address}/{port}; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; head -1 <&3"
    wait_until(lambda: "200" in docker.sandbox.run("bash", "-c", fetch, check=False).stdout)
    run.terminate()
    assert run.result().status == 143


def test_a_job_of_three_seconds_takes_little_longer(compose: DockerEngine, folder: MakeFolder) -> None:
    two = {"commands": ["sleep 1"], "completion": {"minSucceededInstances": -1}}
    data = job({"one": {"commands": ["sleep 3", "echo done"]}, "two": two})
    done = start(compose, folder(), data, "compose").result()
    assert done.status == 0 and "done" in done.output and done.seconds < 11


def test_compose_finds_a_port_that_is_taken(compose: DockerEngine, folder: MakeFolder) -> None:
    data = job({"main": {"ports": {"web": 1}, "commands": ["sleep 60"]}})
    first = start(compose, folder("one"), data, "docker")
    wait_until(compose.containers)
    done = start(compose, folder("two"), data, "compose").result()
    first.terminate()
    first.result()
    assert done.status == 125 and "could not be started" in done.output, done.output


def test_a_limit_of_memory_holds(docker: DockerEngine, folder: MakeFolder) -> None:
    grow = "python3 -c 'x = bytearray(500_000_000)'"
    done = start(docker, folder(), job({"main": {"commands": [grow]}}), "docker").result()
    assert done.status == 137

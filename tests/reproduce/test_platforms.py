"""Each platform gives instructions or a reason why it cannot run the job, for any request."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paicatalog.reproduce.platforms import PLATFORMS, instructions
from paicatalog.reproduce.shell.code import plain

ADDRESS = "https://pai.example.com"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_job_and_no_valid_job_are_refused(job: Callable[..., dict[str, Any]], platform: str) -> None:
    for data in (None, [], "job", {}, {"type": "data", "name": "x"}):
        found = instructions(data, platform=platform, cluster=ADDRESS)
        assert "no job" in str(found.refusal) and not found.steps
    for data in ({"type": "job"}, job(taskRoles={}), job("<% open"), job(prerequisites=None)):
        found = instructions(data, platform=platform, cluster=ADDRESS)
        assert "not valid" in str(found.refusal) and not found.steps


def test_an_unknown_platform_is_wrong_use(job: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(KeyError):
        instructions(job(), platform="abacus", cluster=ADDRESS)


JOB_NAMES = (
    "a/../../b",
    "/etc/cron.d/x",
    "..",
    "-rf",
    "C:\\x",
    "\n#SBATCH --wrap=x",
    "a b; touch owned",
    "$(id)",
    "x" * 300,
)
FILE = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9._-]*/)?[A-Za-z0-9_][A-Za-z0-9._-]*")


@pytest.mark.parametrize("name", JOB_NAMES)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_whatever_a_job_is_called_its_files_are_in_the_folder(
    job: Callable[..., dict[str, Any]], platform: str, name: str
) -> None:
    found = instructions(job(), platform=platform, name=name, cluster=ADDRESS)
    assert found.files
    for file in found.files:
        assert FILE.fullmatch(file.name) and len(file.name) < 200
        assert not re.search(r"touch owned|\$\(id\)|--wrap=", plain(file.content))


@pytest.mark.parametrize("platform", ["compose", "slurm", "local"])
def test_two_files_that_macos_takes_for_one_are_refused(job: Callable[..., dict[str, Any]], platform: str) -> None:
    data = job()
    roles = data["taskRoles"]
    found = instructions(
        {**data, "taskRoles": {**roles, "Worker": roles["worker"]}}, platform=platform, cluster=ADDRESS
    )
    assert "roles/worker.sh and roles/Worker.sh are one file" in str(found.refusal) and not found.files
    found = instructions(
        {**data, "taskRoles": {**roles, "worker2": roles["worker"]}}, platform=platform, cluster=ADDRESS
    )
    assert not found.refusal


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=4), max_size=2)
PLUGIN = st.dictionaries(
    st.sampled_from(["plugin", "parameters", "failurePolicy", "taskroles", "x"]),
    st.sampled_from(["cmd", "git", "ssh"])
    | VALUES
    | st.dictionaries(
        st.sampled_from(["preCommands", "callbacks", "repo_uri", "options", "storageConfigNames"]), VALUES
    ),
)


@settings(max_examples=40, deadline=None)
@given(plugins=VALUES | st.lists(PLUGIN, max_size=3), extra=VALUES)
def test_garbage_in_extras_is_no_crash(plugins: Any, extra: Any) -> None:
    resources = {"cpu": 1, "memoryMB": 1, "gpu": 0}
    role = {"dockerImage": "i", "resourcePerInstance": resources, "commands": ["true"], "prerequisites": ["s", "s"]}
    data = {
        "protocolVersion": 2,
        "name": "demo",
        "type": "job",
        "prerequisites": [
            {"type": "dockerimage", "name": "i", "uri": "i"},
            {"type": "script", "name": "s", "plugin": "com.microsoft.pai.runtimeplugin.cmd", "callbacks": extra},
        ],
        "taskRoles": {"worker": role},
        "extras": {"com.microsoft.pai.runtimeplugin": plugins, "hivedScheduler": extra},
    }
    for platform in PLATFORMS:
        found = instructions(data, platform=platform, cluster=ADDRESS)
        assert bool(found.steps) != bool(found.refusal)

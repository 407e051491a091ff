"""A converted job runs the same commands as the old one.

For each dialect, the rendered entrypoint ends with the commands that the server of that time passed to the shell (2018
and 2019: with references replaced; version 1: unchanged, with the same variables set), after what that server did by
itself, and each instance has the same resources.
"""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import old_dialects as old
import pytest
from conversion import convert, data_of, small_2018

from paicatalog.protocol.template.entrypoint import render_job


@pytest.mark.parametrize(
    ("text", "read"),
    [(old.TASKS_2018, old.tasks_2018), (old.JOB_2018, old.job_2018), (old.VERSION_1, old.version_1)],
    ids=["2018 flat", "2018 nested", "version 1"],
)
def test_commands_and_resources_are_the_old_ones(text: str, read: Callable[[str], Mapping[str, old.Old]]) -> None:
    data = data_of(convert(text))
    rendered = render_job(data)
    expected = read(text)
    assert list(data["taskRoles"]) == list(expected)
    for name, role in expected.items():
        assert rendered.text(name).endswith("\n".join(role.commands))
        new = data["taskRoles"][name]
        each = new["resourcePerInstance"]
        assert (new["instances"], each["cpu"], each["memoryMB"], each["gpu"]) == (
            role.instances,
            role.cpu,
            role.memory,
            role.gpu,
        )


def test_the_list_of_2019_renders_to_what_its_references_named() -> None:
    data = data_of(convert(old.LIST_2019))
    assert render_job(data).text("modeller").split("\n") == [
        "wget https://gauges.example.org/2019.csv",
        "git checkout 1f2e3d",
        "python hydro/model.py --depth 4 --data gauges",
        "ls out",
    ]
    role = data["taskRoles"]["modeller"]
    assert role["instances"] == 2
    assert role["completion"] == {"minFailedInstances": 1, "minSucceededInstances": 2}
    assert role["resourcePerInstance"] == {"cpu": 3, "memoryMB": 6144, "gpu": 2, "ports": {"board": 1}}
    assert role["extraContainerOptions"] == {"shmMB": 128}
    assert (data["version"], data["jobRetryCount"]) == ("0.3.1", 1)
    assert data["defaults"] == {"virtualCluster": "floods", "deployment": "default"}
    assert data["extras"] == {"paicatalog": {"license": "MIT"}}


def test_the_flat_draft_of_2018_keeps_the_rest_of_the_job() -> None:
    data = data_of(convert(old.TASKS_2018))
    trainer, watcher = data["taskRoles"]["trainer"], data["taskRoles"]["watcher"]
    assert trainer["completion"] == {"minSucceededInstances": 2}
    assert watcher["completion"] == {"minFailedInstances": -1}
    assert trainer["resourcePerInstance"]["ports"] == {"board": 1}
    assert data["parameters"] == {"hours": 48, "rate": 0.005}
    assert data["jobRetryCount"] == 3
    assert data["defaults"] == {"virtualCluster": "night", "deployment": "default"}


def test_what_the_server_of_2018_fetched_is_fetched_by_the_deployment() -> None:
    nested = render_job(data_of(convert(old.JOB_2018))).text("reckoner").split("\n")
    assert nested[:-1] == [
        "mkdir -p tides",
        'wget -O - "https://tides.example.org/all.tar.gz" | tar -xz -C tides --strip-components 1',
        'git clone "https://github.com/climate/waves" waves',
        'export TABLES="tides/tables"',
    ]
    flat = render_job(data_of(convert(old.TASKS_2018)))
    assert flat.text("trainer").startswith('git clone "https://github.com/climate/forecaster" forecaster\n')
    assert "git" not in flat.text("watcher")


@pytest.mark.parametrize(
    ("uri", "commands"),
    [
        ("https://github.com/a/b@v2", ['git clone "https://github.com/a/b" it', "git -C it checkout v2"]),
        ("hdfs://store/b", ['hdfs dfs -get "hdfs://store/b" it']),
        ("https://x.org/b.zip", ["mkdir -p it", 'wget -P it "https://x.org/b.zip"', "unzip -d it it/b.zip"]),
        ("https://x.org/b.gz", ['wget -O - "https://x.org/b.gz" | gunzip > it']),
        ("/mnt/b", []),
    ],
)
def test_an_address_is_fetched_by_its_kind(uri: str, commands: list[str]) -> None:
    text = small_2018(prerequisite=f"{{type: script, name: it, uri: '{uri}'}}", task="script: it")
    assert render_job(data_of(convert(text))).text("main").split("\n")[:-1] == commands


def test_a_prerequisite_with_commands_of_its_own_is_fetched_by_these() -> None:
    it = "{type: data, name: it, uri: 'https://x.org/b', command: [cd it, wget b, cd ..]}"
    text = small_2018(prerequisite=it, task="data: it")
    lines = render_job(data_of(convert(text))).text("main").split("\n")
    assert lines == ["mkdir -p it", "cd it", "wget b", "cd ..", "run"]


def test_a_failing_command_ends_the_script_no_sooner_than_before() -> None:
    """The runtime stops at the first failing command and at unset variables. The old servers did not."""
    lenient = "set +o errexit +o nounset +o pipefail"
    assert lenient not in render_job(data_of(convert(small_2018()))).text("main")
    several = convert(small_2018(command="[serve || true; again]"))
    assert render_job(data_of(several)).text("main") == f"{lenient}\nserve || true; again"
    unset = convert(small_2018(command="[run $UNSET]"))
    assert render_job(data_of(unset)).text("main") == f"{lenient}\nrun $UNSET"
    first = render_job(data_of(convert(old.VERSION_1)))
    assert lenient in first.text("worker")
    assert lenient not in first.text("ps_server")


def test_variables_of_version_1_are_set_when_the_command_runs(tmp_path: Path) -> None:
    """Run the script with bash like the runtime, with fakes of `hdfs` and `python` that print their arguments."""
    rendered = render_job(data_of(convert(old.VERSION_1)))
    for name in ("hdfs", "python"):
        tool = tmp_path / name
        tool.write_text(f'#!/bin/sh\necho {name} "$@" "[$PAI_CODE_DIR]" "[$season]" "[$layers]"\n')
        tool.chmod(0o755)
    given = {
        "PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX": "1",
        "PAI_TASK_ROLE_ps_server_HOST_LIST": "10.0.0.1:80,10.0.0.2:80",
        "PAI_DEFAULT_FS_URI": "hdfs://store:9000",
        "PAI_JOB_NAME": "glacier_melt",
        "PATH": f"{tmp_path}:/usr/bin:/bin",
    }
    code = "hdfs://store:9000/glacier/code"
    rest = f"[{code}] [late summer] [3]"
    assert _run(rendered.text("ps_server"), given, tmp_path) == [
        f"hdfs dfs -get {code} [{code}] [] []",
        f"python code/melt.py --in hdfs://store:9000/glacier/photos --index 1 {rest}",
    ]
    assert _run(rendered.text("worker"), given, tmp_path) == [
        f"hdfs dfs -get {code} [{code}] [] []",
        f"python code/melt.py hdfs://store:9000/Output/glacier_melt 10.0.0.1:80,10.0.0.2:80 late summer {rest}",
    ]
    assert (tmp_path / "t").read_text() == "<%= x %>\n"


def test_version_1_keeps_the_rest_of_the_job() -> None:
    data = data_of(convert(old.VERSION_1))
    server, worker = data["taskRoles"].values()
    assert server["resourcePerInstance"]["ports"] == {"web": 2}
    assert server["extraContainerOptions"] == {"shmMB": 256}
    assert "completion" not in server
    assert worker["completion"] == {"minFailedInstances": -1, "minSucceededInstances": 1}
    assert data["jobRetryCount"] == 2
    assert data["defaults"]["virtualCluster"] == "alps"
    assert data["parameters"] == {"season": "late summer", "layers": 3, "template_open": "<%"}


def _run(script: str, environment: Mapping[str, str], folder: Path) -> list[str]:
    strict = f"set -o errexit -o nounset -o pipefail\n{script}\n"
    done = subprocess.run(
        ["bash", "-c", strict], env=environment, cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()

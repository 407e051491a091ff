"""A job in each old dialect, and the commands that the server of that time ran after its substitutions."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

TASKS_2018 = """\
# Weather stations, hourly.
#
# Kept by the climate group.

protocol_version : v2  # the draft
name : station forecast
type : job
version : 2018.11
contributor : climate group
description : |
  Forecasts from $$hours$$ hours.

  # not a comment
retryCount: 3
virtualCluster: night

parameters :
  hours : 48   # two days
  rate : 0.005

tasks :
  # One trainer is enough.
  - role: trainer
    script : forecaster
    dockerimage : weather_image  # with pandas
    resource:
      instances : 2
      # Half a machine.
      resourcePerInstance: {cpu: 6, memoryMB: 12288, gpu: 1}
      portList: [{label: board, beginAt: 0, portNumber: 1}]
    minSucceededTaskCount: 2
    command:
      # Learn,
      - python $$script$$/learn.py --hours $$hours$$ --rate $$rate$$
      # then tell.
      - echo "$$role$$ is done"; exit 0
  - role: watcher
    dockerimage : weather_image
    resource:
      instances : 1
      resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    minFailedTaskCount: null
    command:
      - tail --hours=$$hours$$

prerequisites :
  - protocol_version : v2
    name : weather_image
    type : dockerimage
    uri : climate/weather:7
  # The code.
  - protocol_version : v2
    name : forecaster
    type : script
    uri :
      - https://github.com/climate/forecaster
# The end.
"""

JOB_2018 = """\
prerequisites :
  - protocol_version : v2
    name : tides
    type : data
    uri : https://tides.example.org/all.tar.gz
  - protocol_version : v2
    name : sea
    type : dockerimage
    uri : climate/sea:1
  - protocol_version : v2
    name : waves
    type : script
    uri : https://github.com/climate/waves

job :
  protocol_version: v2
  name : tide_table
  type : job
  parameters :
    years : 5
    workers: 3
    retryCount: 1
  tasks :
    - name: reckoner
      script : waves
      data : tides
      dockerimage : sea
      resource:
        instances : $job.parameters.workers
        resoucePerInstance: {cpu: 2, memoryMB: 2048, gpu: 0}
      env:
        TABLES : $job.tasks.reckoner.data/tables
      command:
        - python $job.tasks.reckoner.script/reckon.py --years $job.parameters.years
"""

LIST_2019 = """\
version: 2
name: river-level
type: job
tag: 0.3.1
license: MIT
prerequisites:
  - version: 2
    name: river_image
    type: dockerimage
    tag: latest
    uri: climate/river
  - version: 2
    name: gauges
    type: data
    uri: [https://gauges.example.org/2019.csv]
  - version: 2
    name: hydro
    type: script
    tag: 1f2e3d
    uri: https://git.example.org/hydro
parameters:
  depth: 4
jobRetryCount: 1
taskRoles:
  - version: 2
    name: modeller
    instance: 2
    completion:
      minFailedTaskCount: 1
      minSucceededTaskCount: 2
    taskRetryCount: 1
    dockerImage: river_image
    data: gauges
    script: hydro
    extraContainerOptions:
      shmMB: 128
    resourcePerInstance:
      cpu: 3
      memoryMB: 6144
      gpu: 2
      ports: {board: 0}
    commands:
      - >
        python $$taskRoles.modeller.script.hydro.name$$/model.py
        --depth $$parameters.depth$$
        --data $$taskRoles.modeller.data.gauges.name$$
    deployments:
      preCommands:
        - wget $$taskRoles.modeller.data.gauges.uri$$
        - git checkout $$taskRoles.modeller.script.hydro.tag$$
      postCommands:
        - ls out
attachments:
  - version: 2
    virtualCluster: floods
"""

VERSION_1 = """\
{
  "jobName": "glacier.melt",
  "image": "climate/glacier:3",
  "dataDir": "hdfs://store:9000/glacier/photos",
  "codeDir": "hdfs://store:9000/glacier/code",
  "virtualCluster": "alps",
  "gpuType": "K80",
  "taskRoles": [
    {
      "name": "ps-server",
      "taskNumber": 2,
      "cpuNumber": 2,
      "memoryMB": 4096,
      "gpuNumber": 0,
      "shmMB": 256,
      "portList": [{"label": "web", "beginAt": 8080, "portNumber": 2}],
      "command": "python code/melt.py --in $PAI_DATA_DIR --index $PAI_TASK_ROLE_INDEX"
    },
    {
      "name": "worker",
      "taskNumber": 4,
      "cpuNumber": 8,
      "memoryMB": 16384,
      "gpuNumber": 2,
      "command": "echo '<%= x %>' > t; python code/melt.py $PAI_OUTPUT_DIR $PAI_TASK_ROLE_0_HOST_LIST $season",
      "minFailedTaskCount": null,
      "minSucceededTaskCount": 1
    }
  ],
  "retryCount": 2,
  "jobEnvs": {"season": "late summer", "layers": 3, "isDebug": true}
}
"""


@dataclass(frozen=True, slots=True)
class Old:
    """What an old server ran for one task role."""

    commands: tuple[str, ...]
    instances: int
    cpu: int
    memory: int
    gpu: int


def tasks_2018(text: str) -> dict[str, Old]:
    """Substitute as `jobV2.js` did: a task's own fields, then the job's parameters. Unknown names are unchanged."""
    job = yaml.safe_load(text)
    return {task["role"]: _task(task, {**job["parameters"], **task}) for task in job["tasks"]}


def job_2018(text: str) -> dict[str, Old]:
    job = yaml.safe_load(text)["job"]
    found = {}
    for task in job["tasks"]:
        names = {f"parameters.{key}": value for key, value in job["parameters"].items()}
        names |= {f"tasks.{task['name']}.{key}": value for key, value in task.items()}
        commands = tuple(re.sub(r"\$job\.([\w.]+)", lambda m, n=names: str(n[m[1]]), each) for each in task["command"])
        each = task["resource"]["resoucePerInstance"]
        instances = job["parameters"]["workers"]
        found[task["name"]] = Old(commands, instances, each["cpu"], each["memoryMB"], each["gpu"])
    return found


def version_1(text: str) -> dict[str, Old]:
    """Return the task roles of version 1, where only the shell made substitutions."""
    return {
        role["name"].replace("-", "_"): Old(
            (role["command"],), role["taskNumber"], role["cpuNumber"], role["memoryMB"], role["gpuNumber"]
        )
        for role in yaml.safe_load(text)["taskRoles"]
    }


def _task(task: dict[str, Any], names: dict[str, Any]) -> Old:
    commands = tuple(re.sub(r"\$\$(\w+)\$\$", lambda m: str(names.get(m[1], m[0])), each) for each in task["command"])
    each = task["resource"]["resourcePerInstance"]
    return Old(commands, task["resource"]["instances"], each["cpu"], each["memoryMB"], each["gpu"])

"""The indexed Job (`batch/v1`) of a task role, with one container per instance."""

import json
from collections.abc import Iterable, Iterator

from paicatalog.reproduce.job.pai_environment import FIRST_PORT, port_counts
from paicatalog.reproduce.job.pai_environment_script import port_offsets
from paicatalog.reproduce.job.plan import CONTAINER_FOLDER, TaskRole
from paicatalog.reproduce.job.ssh_plugin import KEY_VARIABLE
from paicatalog.reproduce.kubernetes.object_names import ObjectNames

INSTANCE = "app.kubernetes.io/instance"
"""The label that selects all objects of a job."""
ROLE = "paicatalog/task-role"
"""The annotation with the role's name in the protocol."""
RDMA = "rdma/ib"
START = "start.sh"
_FIELDS = {
    "PAI_POD_IP": "status.podIP",
    "PAI_POD_FAILURES": "metadata.annotations['batch.kubernetes.io/job-index-failure-count']",
    "PAI_POD_MOVES": "metadata.annotations['batch.kubernetes.io/job-index-ignored-failure-count']",
}
"""Variables of `start.sh` -> the Kubernetes fields that they are set from."""
_OLDEST, _OLDEST_WITH_APPARMOR, _OLDEST_WITH_SUCCESS_POLICY = "1.29", "1.30", "1.31"
"""The first versions of Kubernetes with `backoffLimitPerIndex`, `appArmorProfile` and `successPolicy` by default."""
_PARAMETER_PREFIX = "PAI_PARAMETER_"
"""The prefix of a parameter's variable, which `start.sh` removes before it runs the commands."""


def labels(names: ObjectNames, role: str = "") -> Iterator[str]:
    """Yield the lines with the labels of an object."""
    yield "labels:"
    yield f"  app.kubernetes.io/name: {_text(names.job)}"
    yield f"  {INSTANCE}: {_text(names.job)}"
    yield "  app.kubernetes.io/managed-by: paicatalog"
    if role:
        yield f"  app.kubernetes.io/component: {_text(names.roles[role])}"


def job_lines(role: TaskRole, names: ObjectNames, *, login: str = "") -> Iterator[str]:
    """Yield the lines of the Job's manifest. `login` is the name of the Secret to pull its image with."""
    yield "apiVersion: batch/v1"
    yield "kind: Job"
    yield "metadata:"
    yield f"  name: {names.role(role.name)}"
    yield from _metadata_lines(role, names, 2)
    yield "spec:"
    yield from indented_lines(_policies(role), 2)
    yield "  template:"
    yield "    metadata:"
    yield from _metadata_lines(role, names, 6)
    yield "    spec:"
    yield from indented_lines(_pod(role, names, login), 6)


def oldest_version(roles: Iterable[TaskRole]) -> str:
    """Return the oldest version of Kubernetes that supports the Jobs of the task roles: `1.29`."""
    listed = tuple(roles)
    if any(map(_success_count, listed)):
        return _OLDEST_WITH_SUCCESS_POLICY
    return _OLDEST_WITH_APPARMOR if any(role.mounts for role in listed) else _OLDEST


def indented_lines(lines: Iterator[str], spaces: int) -> Iterator[str]:
    """Yield the indented lines."""
    yield from (" " * spaces + line for line in lines)


def _metadata_lines(role: TaskRole, names: ObjectNames, spaces: int) -> Iterator[str]:
    yield from indented_lines(labels(names, role.name), spaces)
    yield from indented_lines(iter(["annotations:", f"  {ROLE}: {_text(role.name)}"]), spaces)


def _policies(role: TaskRole) -> Iterator[str]:
    instances = role.hardware.instances
    yield "completionMode: Indexed"
    yield f"completions: {instances}"
    yield f"parallelism: {instances}"
    yield f"backoffLimitPerIndex: {min(role.retries, 2**31 - 1)}"
    if role.min_failed and role.min_failed <= instances:
        yield f"maxFailedIndexes: {role.min_failed - 1}"
    if least := _success_count(role):
        yield "successPolicy:"
        yield "  rules:"
        yield f"    - succeededCount: {least}"
    yield "podFailurePolicy:"
    yield "  rules:"
    yield "    # A container that the cluster takes away has not failed: it starts again elsewhere."
    yield "    - action: Ignore"
    yield "      onPodConditions:"
    yield "        - type: DisruptionTarget"
    yield '          status: "True"'


def _success_count(role: TaskRole) -> int:
    """Return the number of succeeded containers that completes the Job; 0 if all must, or if it exceeds them."""
    least = role.min_succeeded or 0
    return least if least < role.hardware.instances else 0


def _pod(role: TaskRole, names: ObjectNames, login: str) -> Iterator[str]:
    yield "restartPolicy: Never"
    yield f"subdomain: {_text(names.job)}"
    yield "automountServiceAccountToken: false"
    yield "enableServiceLinks: false"
    if login:
        yield "imagePullSecrets:"
        yield f"  - name: {login}"
    yield "containers:"
    yield f"  - name: {_text(names.roles[role.name])}"
    yield from indented_lines(_container(role, names), 4)
    yield "volumes:"
    yield "  - name: scripts"
    yield "    configMap:"
    yield f"      name: {_text(names.job)}"
    yield "  # Shared memory is part of the container's memory, and counts into its limit."
    yield "  - name: shared-memory"
    yield "    emptyDir:"
    yield "      medium: Memory"
    yield f"      sizeLimit: {role.hardware.shm_mb}Mi"


def _container(role: TaskRole, names: ObjectNames) -> Iterator[str]:
    yield f"image: {_text(role.image)}"
    yield f"command: [bash, {CONTAINER_FOLDER}/{START}, {_text(role.name)}]"
    if role.capabilities:
        yield "securityContext:"
        yield "  capabilities:"
        yield f"    add: [{', '.join(role.capabilities)}]"
        if role.mounts:
            yield "  appArmorProfile:"
            yield "    type: Unconfined"
    yield from _resources(role)
    yield from _ports(role)
    yield "env:"
    yield from indented_lines(_variables(role, names), 2)
    yield "volumeMounts:"
    yield "  - name: scripts"
    yield f"    mountPath: {CONTAINER_FOLDER}"
    yield "    readOnly: true"
    yield "  - name: shared-memory"
    yield "    mountPath: /dev/shm"


def _resources(role: TaskRole) -> Iterator[str]:
    hardware = role.hardware
    amounts = {
        "cpu": str(hardware.cpu) if hardware.cpu else "",
        "memory": f"{hardware.memory_mb}Mi" if hardware.memory_mb else "",
        "nvidia.com/gpu": str(hardware.gpu) if hardware.gpu else "",
        RDMA: "1" if hardware.infiniband else "",
    }
    listed = [f"  {name}: {_text(amount)}" for name, amount in amounts.items() if amount]
    if listed:
        yield "resources:"
        yield from indented_lines(iter(["requests:", *listed, "limits:", *listed]), 2)


def _ports(role: TaskRole) -> Iterator[str]:
    """Yield the declared ports and that of the SSH server. Each container has its own address."""
    declared = {*role.hardware.ports, *(["ssh"] if role.ssh else [])}
    offsets = {label: ports for label, ports in port_offsets(port_counts(role.hardware)) if label in declared}
    if not offsets:
        return
    yield "ports:"
    for label, ports in offsets.items():
        yield f"  # {label}"
        yield from (f"  - containerPort: {FIRST_PORT + offset}" for offset in ports)


def _variables(role: TaskRole, names: ObjectNames) -> Iterator[str]:
    for variable, path in _FIELDS.items():
        yield f"- name: {variable}"
        yield "  valueFrom:"
        yield "    fieldRef:"
        yield f"      fieldPath: {_text(path)}"
    if not role.hardware.gpu:
        yield "# Without it, some images get all the GPUs of the machine."
        yield "- name: NVIDIA_VISIBLE_DEVICES"
        yield "  value: none"
    for secret in role.entry.secrets:
        yield from _secret_variable(secret.variable, secret.variable, names)
    if role.ssh:
        yield from _secret_variable(KEY_VARIABLE, KEY_VARIABLE, names)
    for parameter in role.entry.parameters:
        yield from _secret_variable(
            f"{_PARAMETER_PREFIX}{parameter.variable}", parameter.variable, names, optional=True
        )


def _secret_variable(variable: str, key: str, names: ObjectNames, *, optional: bool = False) -> Iterator[str]:
    yield f"- name: {_text(variable)}"
    yield "  valueFrom:"
    yield "    secretKeyRef:"
    yield f"      name: {names.values}"
    yield f"      key: {_text(key)}"
    if optional:
        yield "      optional: true"


def _text(value: str) -> str:
    """Return ASCII text as a quoted YAML scalar, so that it is not read as a number or a boolean."""
    return json.dumps(value)

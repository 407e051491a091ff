"""The Compose file of a job, with a service for each container (current Compose specification)."""

import json
from collections.abc import Iterator

from paicatalog.reproduce.folder.docker_engine import LEAST_MEMORY_MB, published_ports
from paicatalog.reproduce.folder.run_script import RUN
from paicatalog.reproduce.job.capabilities import FUSE_DEVICE
from paicatalog.reproduce.job.pai_environment import Ports, instance_environment
from paicatalog.reproduce.job.plan import CONTAINER_FOLDER, ROLES_FOLDER, Plan, TaskRole
from paicatalog.reproduce.job.ssh_plugin import KEY_VARIABLE, barrier_minutes

COMPOSE_FILE = "compose.yaml"
ENVIRONMENT_FILE = "environment.env"
_LONGEST_HOSTNAME = 64
"""The limit of Linux."""
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Plain scalars that some YAML parsers read as something other than text."""


def host(role: str, index: int) -> str:
    """Return the host name of a container in the Compose network."""
    return f"{role}-{index}"


def compose_file(plan: Plan, ports: Ports) -> str:
    """Return the file. The keys shared by the containers of a role are in an anchor, `x-role-ROLE`."""
    lines = [
        f"# One service for each container of the job. ./{RUN} starts them and waits for the end of the job.",
        f"name: {_text(_project(plan))}",
    ]
    for role in plan.roles:
        lines += ["", f"x-role-{role.name}: &role-{role.name}", *_indented(_common(role), 2)]
    lines += ["", "services:"]
    gpu = 0
    for role in plan.roles:
        for index in range(role.hardware.instances):
            gpus = range(gpu, gpu + role.hardware.gpu)
            lines += _indented(_service(role, index, ports, gpus), 2)
            gpu = gpus.stop
    return "\n".join([*lines, ""])


def _project(plan: Plan) -> str:
    return f"pai-{plan.request.file_stem.lower()}"


def _common(role: TaskRole) -> Iterator[str]:
    hardware = role.hardware
    yield f"image: {_text(role.image)}"
    yield "init: true"
    yield f'entrypoint: ["bash", "{CONTAINER_FOLDER}/{role.script.name}"]'
    yield f'env_file: ["{ENVIRONMENT_FILE}"]'
    yield "volumes:"
    target = f"{CONTAINER_FOLDER}/{ROLES_FOLDER}"
    yield f'  - {{type: bind, source: "./{ROLES_FOLDER}", target: "{target}", read_only: true}}'
    yield f"shm_size: {hardware.shm_mb}m"
    devices = [*(["/dev/infiniband"] if hardware.infiniband else []), *([FUSE_DEVICE] if role.fuse else [])]
    if devices:
        yield f"devices: [{', '.join(_text(f'{device}:{device}') for device in devices)}]"
    if role.capabilities:
        yield f"cap_add: [{', '.join(role.capabilities)}]"
    if role.mounts:
        yield 'security_opt: ["apparmor:unconfined"]'
    if hardware.infiniband:
        yield "ulimits: {memlock: -1}"
    if role.retries:
        yield f'restart: "on-failure:{role.retries}"'
    if role.ssh and barrier_minutes(role.ssh):
        yield from _healthcheck(barrier_minutes(role.ssh))
    if not hardware.gpu:
        yield from _resources(role, range(0))


def _healthcheck(minutes: int) -> Iterator[str]:
    yield "healthcheck:"
    yield '  test: ["CMD", "bash", "-c", ": </dev/tcp/127.0.0.1/$$PAI_CONTAINER_SSH_PORT"]'
    yield "  interval: 10s"
    yield "  timeout: 5s"
    yield f"  start_period: {minutes}m"


def _service(role: TaskRole, index: int, ports: Ports, gpus: range) -> Iterator[str]:
    name = role.container(index)
    yield f"{name}:"
    yield f"  <<: *role-{role.name}"
    if len(name) <= _LONGEST_HOSTNAME:
        yield f"  hostname: {name}"
    yield "  environment:"
    for key, value in instance_environment(role.name, index, ports=ports, host=host).items():
        yield f"    {key}: {_text(value)}"
    yield from _indented(_from_shell(role), 4)
    if role.hardware.ports:
        listed = ", ".join(_text(published_ports(ports[role.name, index, label])) for label in role.hardware.ports)
        yield f"  ports: [{listed}]"
    if gpus:
        yield from _indented(_resources(role, gpus), 2)


def _from_shell(role: TaskRole) -> Iterator[str]:
    """Yield the variables without a value, which Compose takes from its own environment if they are set."""
    entry = role.entry
    names = [*(each.variable for each in entry.parameters), *(each.variable for each in entry.secrets)]
    yield from (f"{_key(name)}:" for name in [*names, *([KEY_VARIABLE] if role.ssh else [])])


def _resources(role: TaskRole, gpus: range) -> Iterator[str]:
    hardware = role.hardware
    limits = []
    if hardware.cpu:
        limits.append(f'cpus: "{hardware.cpu}"')
    if hardware.memory_mb >= LEAST_MEMORY_MB:
        limits.append(f"memory: {hardware.memory_mb}m")
    if not limits and not gpus:
        return
    yield "deploy:"
    yield "  resources:"
    if limits:
        yield f"    limits: {{{', '.join(limits)}}}"
    if gpus:
        listed = ", ".join(f'"{number}"' for number in gpus)
        yield "    reservations:"
        yield f"      devices: [{{driver: nvidia, device_ids: [{listed}], capabilities: [gpu]}}]"


def _key(name: str) -> str:
    return _text(name) if name.lower() in _YAML_WORDS else name


def _indented(lines: Iterator[str], spaces: int) -> Iterator[str]:
    yield from (" " * spaces + line for line in lines)


def _text(value: str) -> str:
    """Return a value as YAML, with dollar signs doubled, because Compose expands variables."""
    return json.dumps(value.replace("$", "$$"))

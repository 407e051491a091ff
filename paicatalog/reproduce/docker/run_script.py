"""The `run.sh` that runs one container with `docker run`."""

from collections.abc import Iterator
from dataclasses import dataclass

from paicatalog.reproduce.folder.docker_engine import INSTALL_DOCKER, LEAST_MEMORY_MB, login_lines, published_ports
from paicatalog.reproduce.folder.run_script import (
    MOST_RETRIES,
    RUN,
    for_each_set,
    require_program,
    script_header,
    secret_prompts,
)
from paicatalog.reproduce.instructions import File
from paicatalog.reproduce.job.capabilities import FUSE_DEVICE
from paicatalog.reproduce.job.pai_environment import Ports
from paicatalog.reproduce.job.plan import CONTAINER_FOLDER, TaskRole
from paicatalog.reproduce.job.resources import RoleHardware
from paicatalog.reproduce.shell.script_template import script


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The container to start."""

    name: str
    role: TaskRole
    ports: Ports
    variables: File
    """The `PAI_*` environment as a file for `--env-file`."""
    retries: int
    """How often it is restarted after a failure."""


def docker_run_script(container: Container) -> str:
    """Return the script, which runs the container in the foreground and exits with the status of its commands."""
    role = container.role
    command = _run_command(container)
    values = {
        "@NAME@": container.name,
        "@COMMAND@": command.replace("\n", "\n  "),
        "@RETRIES@": str(min(container.retries, MOST_RETRIES)),
    }
    return "\n".join(
        filter(
            None,
            (
                script_header("Runs the job in a container; Ctrl-C stops it."),
                require_program("docker", INSTALL_DOCKER),
                secret_prompts(role.entry.secrets),
                login_lines([role]),
                _parameter_options(role),
                script("folder/end_client.sh"),
                script("docker/run.sh", values),
            ),
        )
    )


def _parameter_options(role: TaskRole) -> str:
    """Return the lines that collect options for the parameters that are overridden in the environment."""
    if not role.entry.parameters:
        return ""
    example = f"{role.entry.parameters[0].variable}=VALUE ./{RUN}"
    loop = for_each_set(role.entry.parameters, '_given+=(--env "$_name")')
    return f"# Parameters that the environment replaces: {example}\n_given=()\n{loop}"


def _run_command(container: Container) -> str:
    role = container.role
    target = f"{CONTAINER_FOLDER}/{role.script.name}"
    options = [
        "--rm",
        "--init",
        f"--name {container.name}",
        *_limits(role.hardware),
        *_rights(role),
        f"--env-file {container.variables.name}",
        # Without a value, Docker reads it from the environment, so that it is in no process's arguments.
        *(f"--env {secret.variable}" for secret in role.entry.secrets),
        *(['${_given[@]+"${_given[@]}"}'] if role.entry.parameters else ()),
        *(f"--publish {published_ports(container.ports[role.name, 0, label])}" for label in role.hardware.ports),
        f'--mount "type=bind,source=$PWD/{role.script.name},target={target},readonly"',
        "--entrypoint bash",
        f"{role.image} {target}",
    ]
    return " \\\n  ".join(["docker run", *options])


def _limits(role: RoleHardware) -> Iterator[str]:
    if role.gpu:
        yield f"--gpus {role.gpu}"
    if role.cpu:
        yield f"--cpus {role.cpu}"
    if role.memory_mb >= LEAST_MEMORY_MB:
        yield f"--memory {role.memory_mb}m"
    yield f"--shm-size {role.shm_mb}m"
    if role.infiniband:
        yield "--device /dev/infiniband"
        yield "--ulimit memlock=-1"


def _rights(role: TaskRole) -> Iterator[str]:
    yield from (f"--cap-add {capability}" for capability in role.capabilities)
    if role.mounts:
        yield "--security-opt apparmor=unconfined"
    if role.fuse:
        yield f"--device {FUSE_DEVICE}"

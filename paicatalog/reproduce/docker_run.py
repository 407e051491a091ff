"""The command line of `docker run` for one container."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paicatalog.protocol.entrypoint import MASK
from paicatalog.protocol.template import OPEN
from paicatalog.reproduce.environment import Ports
from paicatalog.reproduce.instructions import File
from paicatalog.reproduce.resources import RoleHardware
from paicatalog.reproduce.secret import Secret

_LEAST_MEMORY_MB = 6
"""Docker takes no lower limit."""
_SCRIPT = "/opt/paicatalog/entry.sh"
"""Where the container finds its script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """What to start."""

    name: str
    image: str
    """An image reference, safe as a shell word."""
    login: Mapping[str, str]
    """The registry login as the server renders it, secrets masked; empty where none is needed."""
    role: RoleHardware
    ports: Ports
    secrets: tuple[Secret, ...]
    script: File
    """The entry script, in the current folder."""
    variables: File
    """The `PAI_*` environment as an env-file, in the current folder."""


def login_command(login: Mapping[str, str]) -> str:
    """Return the command that logs in; Docker itself asks for the password, and for a user name that is secret."""
    words = ["docker", "login"]
    if _known(login.get("username", "")):
        words += ["--username", shlex.quote(login["username"])]
    if _known(login.get("registryuri", "")):
        words += ["--", shlex.quote(login["registryuri"])]
    return " ".join(words) + "\n"


def run_command(container: Container) -> str:
    """Return the command that runs the container in the foreground and removes it at its end."""
    role = container.role
    options = [
        "--rm",
        "--init",
        f"--name {container.name}",
        *_limits(role),
        f"--env-file {container.variables.name}",
        # Without a value, Docker takes it from the environment: it is in no process's arguments.
        *(f"--env {secret.variable}" for secret in container.secrets),
        *(f"--publish {_published(container.ports[role.role, 0, label])}" for label in role.ports),
        f'--mount "type=bind,source=$PWD/{container.script.name},target={_SCRIPT},readonly"',
        "--entrypoint bash",
        f"{container.image} {_SCRIPT}",
    ]
    return " \\\n  ".join(["docker run", *options]) + "\n"


def _limits(role: RoleHardware) -> Iterator[str]:
    if role.gpu:
        yield f"--gpus {role.gpu}"
    if role.cpu:
        yield f"--cpus {role.cpu}"
    if role.memory_mb >= _LEAST_MEMORY_MB:
        yield f"--memory {role.memory_mb}m"
    yield f"--shm-size {role.shm_mb}m"
    if role.infiniband:
        yield "--device /dev/infiniband"
        yield "--cap-add IPC_LOCK"
        yield "--ulimit memlock=-1"


def _published(numbers: range) -> str:
    listed = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
    return f"127.0.0.1:{listed}:{listed}"


def _known(value: str) -> bool:
    return bool(value) and MASK not in value and OPEN not in value

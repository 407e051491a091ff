"""Parts shared by the scripts for Docker and Docker Compose: registry logins, published ports, limits."""

import shlex
from collections.abc import Mapping

from paicatalog.protocol.template.entrypoint import MASK
from paicatalog.protocol.template.render import OPEN
from paicatalog.reproduce.job.plan import TaskRole

INSTALL_DOCKER = "install it, see https://docs.docker.com/get-started/get-docker/."
LEAST_MEMORY_MB = 6
"""The lowest memory limit that Docker accepts."""


def login_line(role: TaskRole) -> str:
    """Return the line that logs in to the registry unless the image is present; "" if it needs no login."""
    if not role.login:
        return ""
    return f"docker image inspect {role.image} >/dev/null 2>&1 || {login_command(role.login)}"


def login_command(login: Mapping[str, str]) -> str:
    """Return the login command. Docker prompts for the password, and for the user name if that is a secret."""
    words = ["docker", "login"]
    if _is_literal(login.get("username", "")):
        words += ["--username", shlex.quote(login["username"])]
    if _is_literal(login.get("registryuri", "")):
        words += ["--", shlex.quote(login["registryuri"])]
    return " ".join(words) + "\n"


def published_ports(numbers: range) -> str:
    """Return ports in Docker's notation, published on the host's 127.0.0.1 only."""
    listed = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
    return f"127.0.0.1:{listed}:{listed}"


def _is_literal(value: str) -> bool:
    return bool(value) and MASK not in value and OPEN not in value

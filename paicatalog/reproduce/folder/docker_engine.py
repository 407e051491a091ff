"""Parts shared by the scripts for Docker and Docker Compose: registry logins, published ports, limits."""

from collections.abc import Iterable, Iterator, Mapping

from paicatalog.protocol.template.entrypoint import MASK
from paicatalog.protocol.template.render import OPEN
from paicatalog.reproduce.folder.run_script import RUN
from paicatalog.reproduce.job.plan import TaskRole
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.shell.word import shell_word

INSTALL_DOCKER = "install it, see https://docs.docker.com/get-started/get-docker/."
LEAST_MEMORY_MB = 6
"""The lowest memory limit that Docker accepts."""


def login_lines(roles: Iterable[TaskRole]) -> str:
    """Return the lines that pull each image that needs a login, and log in if that fails; "" if there is none."""
    lines = dict.fromkeys(f"pull {role.image} {_login_command(role.login)}\n" for role in roles if role.login)
    return "".join([script("folder/docker_login.sh"), *lines]) if lines else ""


def login_note(roles: Iterable[TaskRole]) -> Iterator[str]:
    """Yield a sentence on how to log in, if an image needs a login."""
    if command := next((_login_command(role.login) for role in roles if role.login), ""):
        yield (
            f"The image needs a login to its registry. One that Docker has already is used (`{command}`); at a "
            f"terminal, ./{RUN} asks for it otherwise."
        )


def _login_command(login: Mapping[str, str]) -> str:
    """Return the login command. Docker prompts for the password, and for the user name if that is a secret."""
    words = ["docker", "login"]
    if _is_literal(login.get("username", "")):
        words += ["--username", shell_word(login["username"])]
    if _is_literal(login.get("registryuri", "")):
        words += ["--", shell_word(login["registryuri"])]
    return " ".join(words)


def published_ports(numbers: range) -> str:
    """Return ports in Docker's notation, published on the host's 127.0.0.1 only."""
    listed = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
    return f"127.0.0.1:{listed}:{listed}"


def _is_literal(value: str) -> bool:
    return bool(value) and MASK not in value and OPEN not in value

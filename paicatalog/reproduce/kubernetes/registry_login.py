"""Logins to image registries, as Secrets that Kubernetes uses to pull the images."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from paicatalog.protocol.template.entrypoint import MASK
from paicatalog.protocol.template.render import OPEN
from paicatalog.reproduce.job.plan import Plan, TaskRole
from paicatalog.reproduce.job.secret import Secret
from paicatalog.reproduce.kubernetes.object_names import ObjectNames
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.shell.word import double_quoted

_DOCKER_HUB = "https://index.docker.io/v1/"
_HUB_HOSTS = re.compile(r"(?:https?://)?(?:(?:index|registry-1|hub)\.)?docker\.(?:io|com)(?:/.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """One account at one registry."""

    secret: str
    """The name of the Secret object."""
    server: str
    """The server of `docker login`. It comes from the job's file, so it may be any text."""
    username: str
    """Empty if it has to be prompted for."""
    user: Secret
    """The prompt for the user name, used if `username` is empty."""
    password: Secret


def logins(plan: Plan, names: ObjectNames) -> Mapping[str, Login]:
    """Return image -> login, for the images that need one."""
    needed = {role.image: role for role in plan.roles if role.login}
    return {image: _login(role, number, names) for number, (image, role) in enumerate(needed.items(), 1)}


def login_secrets(login: Login) -> list[Secret]:
    """Return the values to prompt for."""
    return [login.password] if login.username else [login.user, login.password]


def login_secret_line(login: Login) -> str:
    """Return the line of `run.sh` that prints the Secret of a login."""
    user = double_quoted(login.username) if login.username else f'"${login.user.variable}"'
    server = double_quoted(json.dumps(login.server))
    return f'login_secret {login.secret} {server} {user} "${login.password.variable}"\n'


def login_function() -> str:
    """Return the bash function `login_secret`, which the lines of `login_secret_line` call."""
    return script("kubernetes/login.sh")


def _login(role: TaskRole, number: int, names: ObjectNames) -> Login:
    server = _server(role)
    where = "Docker Hub" if server == _DOCKER_HUB else server
    tail = f"_{number}" if number > 1 else ""
    return Login(
        secret=names.login(number),
        server=server,
        username=_literal(role.login.get("username", "")),
        user=Secret(f"user name at {where}", f"PAI_REGISTRY_USER{tail}"),
        password=Secret(f"password at {where}", f"PAI_REGISTRY_PASSWORD{tail}"),
    )


def _server(role: TaskRole) -> str:
    """Return the registry of the login if it is stated, else that of the image."""
    host, slash, _ = role.image.partition("/")
    image_registry = host if slash and (host == "localhost" or re.search("[.:]", host)) else _DOCKER_HUB
    registry = _literal(role.login.get("registryuri", "")) or image_registry
    return _DOCKER_HUB if _HUB_HOSTS.fullmatch(registry) else registry


def _literal(value: str) -> str:
    return "" if MASK in value or OPEN in value else value

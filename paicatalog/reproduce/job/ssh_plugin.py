"""The ssh plugin, which makes containers reachable over SSH, for each other and for users.

OpenPAI's runtime starts an SSH server in each container on the reserved port, and writes a client configuration in
which every container is called `ROLE-INDEX`. The exported bash script does the same with a key that `run.sh` creates
for each run; all containers use it, both as host key and as client key.
"""

import re

from paicatalog.reproduce.job.plugin import Plugin
from paicatalog.reproduce.job.resources import count, mapping
from paicatalog.reproduce.shell.code import Code, joined, literal
from paicatalog.reproduce.shell.heredoc import heredoc
from paicatalog.reproduce.shell.script_template import script

KEY_VARIABLE = "PAI_SSH_KEY"
"""The environment variable with the OpenSSH private key. Without it the entry script starts no server."""
BARRIER_MINUTES = 30
"""The default timeout of the barrier, from the runtime's documentation."""
_ROLE = re.compile(r"\w+", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}")


def ssh_script(plugin: Plugin, authorized: Code) -> Code:
    """Return the bash script that starts the server and, if the job has a barrier, waits for the other containers.

    It needs `PAI_SSH_KEY`, `PAI_CONTAINER_SSH_PORT` and, for each container, `PAI_HOST_IP_*` and
    `PAI_PORT_LIST_*_ssh`. It runs in a separate folder that exists as long as the container. `authorized` are
    additional public keys. The templates are `ssh_server.sh` and `ssh_barrier.sh`.
    """
    keys = heredoc('cat >"$folder/authorized_keys"', authorized, delimiter="PUBLIC_KEYS")
    values = {
        "@FAILURE@": "0" if plugin.ignores_failure else "1",
        "@JOB_SSH@": "yes" if _is_on(plugin, "jobssh") else "no",
        "@MINUTES@": str(barrier_minutes(plugin)),
        "@ROLES@": " ".join(filter(_ROLE.fullmatch, plugin.roles or ())),
    }
    start, end = script("job/ssh_server.sh", values).split("@AUTHORIZED_KEYS@\n")
    barrier = script("job/ssh_barrier.sh", values) if barrier_minutes(plugin) else ""
    return joined(start, keys, end, literal(barrier))


def starts_server(plugin: Plugin) -> bool:
    """Return whether a plugin starts a server: only if containers or users may log in."""
    return plugin.name == "ssh" and (_is_on(plugin, "jobssh") or bool(public_keys(plugin)))


def barrier_minutes(plugin: Plugin) -> int:
    """Return how many minutes the containers wait for each other before their commands; 0 without a barrier."""
    if not (_is_on(plugin, "sshbarrier") and _is_on(plugin, "jobssh")):
        return 0
    timeout = plugin.parameters.get("sshbarrierTimeout")
    return (
        count(int(timeout) if isinstance(timeout, str) and _NUMBER.fullmatch(timeout) else timeout) or BARRIER_MINUTES
    )


def public_keys(plugin: Plugin) -> str:
    """Return the public keys of users who may log in; "" if the job has none."""
    user = mapping(plugin.parameters.get("userssh"))
    value = user.get("value")
    return value if isinstance(value, str) and user.get("type") != "none" else ""


def _is_on(plugin: Plugin, switch: str) -> bool:
    """Return whether a switch is on for the runtime, which compares its text with `true`."""
    return str(plugin.parameters.get(switch)).lower() == "true"

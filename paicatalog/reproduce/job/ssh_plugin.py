"""The ssh plugin: containers that reach each other, and that people can reach, over SSH.

OpenPAI's runtime starts an SSH server in each container on the port it reserved for that, and writes a client's
configuration in which every container is called `ROLE-INDEX`. Here the same is done by bash, with the key that `run.sh`
makes for each run; all containers have that key, as the server's and as the client's.
"""

import re

from paicatalog.reproduce.job.plugin import Plugin
from paicatalog.reproduce.job.resources import count, mapping
from paicatalog.reproduce.shell.code import Code, joined, literal
from paicatalog.reproduce.shell.heredoc import heredoc
from paicatalog.reproduce.shell.script_template import script

KEY_VARIABLE = "PAI_SSH_KEY"
"""What the environment holds when the entry script starts: an OpenSSH private key. Without it there is no server."""
BARRIER_MINUTES = 30
"""How long the barrier waits where the job does not say, as the runtime's documentation has it."""
_ROLE = re.compile(r"\w+", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}")


def ssh_script(plugin: Plugin, authorized: Code) -> Code:
    """Return the bash script that starts the server and, if the job asks for it, waits for the other containers.

    It needs `PAI_SSH_KEY`, `PAI_CONTAINER_SSH_PORT`, and for each container `PAI_HOST_IP_*` and `PAI_PORT_LIST_*_ssh`;
    it runs in a folder of its own that lasts as long as the container. `authorized` are further public keys.
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
    """Return whether a plugin asks for a server: neither containers nor people may get in otherwise."""
    return plugin.name == "ssh" and (_is_on(plugin, "jobssh") or bool(public_keys(plugin)))


def barrier_minutes(plugin: Plugin) -> int:
    """Return how long the containers wait for each other before their commands; 0 where they do not."""
    if not (_is_on(plugin, "sshbarrier") and _is_on(plugin, "jobssh")):
        return 0
    asked = plugin.parameters.get("sshbarrierTimeout")
    return count(int(asked) if isinstance(asked, str) and _NUMBER.fullmatch(asked) else asked) or BARRIER_MINUTES


def public_keys(plugin: Plugin) -> str:
    """Return the keys of people who may log in, "" where the job names none."""
    user = mapping(plugin.parameters.get("userssh"))
    value = user.get("value")
    return value if isinstance(value, str) and user.get("type") != "none" else ""


def _is_on(plugin: Plugin, switch: str) -> bool:
    """Return whether a switch is on for the runtime, which looks at its text."""
    return str(plugin.parameters.get(switch)).lower() == "true"

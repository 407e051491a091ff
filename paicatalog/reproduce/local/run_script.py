"""The script that runs a job's commands on this machine."""

from collections.abc import Iterator

from paicatalog.reproduce.folder.run_script import asking_secrets, attempts, opening, verdict
from paicatalog.reproduce.job.plan import Plan, TaskRole
from paicatalog.reproduce.shell.script_template import script

SHARED_FILE = "environment.env"
"""The variables that all containers have in common, `NAME=value`."""
INSTANCES_FILE = "instances.env"
"""The variables of each container: `worker-0 NAME=value`."""
WORK_FOLDER = "work"


def local_run(found: Plan) -> str:
    """Return the script; it ends with 0 if the job succeeds by its completion policies, else with 1."""
    values = {
        "@STARTS@\n": "".join(_starts(found)),
        "@OUTPUT@": "" if found.containers == 1 else ' 2>&1 | labeled "$1"',
    }
    parts = (
        opening("Runs the job's commands on this machine, without any container; Ctrl-C stops them."),
        script("local/warning.sh"),
        asking_secrets(found.secrets),
        verdict(found.roles),
        script("local/label.sh") if found.containers > 1 else "",
        script("local/run.sh", values),
        attempts(found.retries),
    )
    return "\n".join(filter(None, parts))


def _starts(found: Plan) -> Iterator[str]:
    for role in found.roles:
        words = " ".join(["start", f'"{role.name}-$_index"', role.name, str(role.retries), *_others(found, role)])
        yield f"  for ((_index = 0; _index < {role.hardware.instances}; _index++)); do {words}; done\n"


def _others(found: Plan, role: TaskRole) -> list[str]:
    """Return the secrets that the commands of a role do not name and thus do not get."""
    return [secret.variable for secret in found.secrets if secret not in role.entry.secrets]

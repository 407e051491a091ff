"""The `run.sh` that runs the commands of a job on the local machine."""

from collections.abc import Iterator

from paicatalog.reproduce.folder.run_script import retry_loop, script_header, secret_prompts, verdict
from paicatalog.reproduce.job.plan import Plan, TaskRole
from paicatalog.reproduce.shell.script_template import script

SHARED_FILE = "environment.env"
"""The variables shared by all containers, `NAME=value`; read by `run.sh`."""
INSTANCES_FILE = "instances.env"
"""The variables of each container, `worker-0 NAME=value`; read by `run.sh`."""
WORK_FOLDER = "work"


def local_run_script(plan: Plan) -> str:
    """Return the script, which exits as `retry_loop` says."""
    values = {
        "@STARTS@\n": "".join(_start_loops(plan)),
        "@OUTPUT@": "" if plan.containers == 1 else ' 2>&1 | labeled "$1"',
    }
    parts = (
        script_header("Runs the job's commands on this machine, without any container; Ctrl-C stops them."),
        script("local/warning.sh"),
        secret_prompts(plan.secrets),
        verdict(plan.roles),
        script("local/label.sh") if plan.containers > 1 else "",
        script("local/run.sh", values),
        retry_loop(plan.retries),
    )
    return "\n".join(filter(None, parts))


def _start_loops(plan: Plan) -> Iterator[str]:
    for role in plan.roles:
        words = " ".join(["start", f'"{role.name}-$_index"', role.name, str(role.retries), *_withheld(plan, role)])
        yield f"  for ((_index = 0; _index < {role.hardware.instances}; _index++)); do {words}; done\n"


def _withheld(plan: Plan, role: TaskRole) -> list[str]:
    """Return the variables of the secrets that a role does not use, so that they can be withheld from it."""
    return [secret.variable for secret in plan.secrets if secret not in role.entry.secrets]

"""The `run.sh` that runs a job with Docker Compose and waits for its end."""

from paicatalog.reproduce.folder.docker_engine import INSTALL_DOCKER, login_line
from paicatalog.reproduce.folder.run_script import asking_secrets, attempts, making_ssh_key, needs, opening, verdict
from paicatalog.reproduce.job.plan import Plan
from paicatalog.reproduce.shell.script_template import script


def compose_run(plan: Plan) -> str:
    """Return the script. It exits with 0 if the job succeeds by its completion policies, else with 1."""
    logins = dict.fromkeys(login_line(role) for role in plan.roles)
    parts = (
        opening("Runs the job's containers with Docker Compose until the job is over; Ctrl-C stops them."),
        needs("docker", INSTALL_DOCKER),
        script("compose/require_compose.sh"),
        asking_secrets(plan.secrets),
        "".join(logins),
        making_ssh_key() if plan.ssh else "",
        verdict(plan.roles),
        script("compose/run.sh"),
        attempts(plan.retries),
    )
    return "\n".join(filter(None, parts))

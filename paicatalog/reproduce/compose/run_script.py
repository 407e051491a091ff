"""The `run.sh` that runs a job with Docker Compose and waits for its end."""

from paicatalog.reproduce.folder.docker_engine import INSTALL_DOCKER, login_line
from paicatalog.reproduce.folder.run_script import (
    require_program,
    retry_loop,
    script_header,
    secret_prompts,
    ssh_key_lines,
    verdict,
)
from paicatalog.reproduce.job.plan import Plan
from paicatalog.reproduce.shell.script_template import script


def compose_run_script(plan: Plan) -> str:
    """Return the script. It exits with 0 if the job succeeds by its completion policies, else with 1."""
    logins = dict.fromkeys(login_line(role) for role in plan.roles)
    parts = (
        script_header("Runs the job's containers with Docker Compose until the job is over; Ctrl-C stops them."),
        require_program("docker", INSTALL_DOCKER),
        script("compose/require_compose.sh"),
        secret_prompts(plan.secrets),
        "".join(logins),
        ssh_key_lines() if plan.ssh else "",
        verdict(plan.roles),
        script("compose/run.sh"),
        retry_loop(plan.retries),
    )
    return "\n".join(filter(None, parts))

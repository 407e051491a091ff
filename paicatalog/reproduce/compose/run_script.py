"""The `run.sh` that runs a job with Docker Compose and waits for its end."""

from paicatalog.reproduce.folder.docker_engine import INSTALL_DOCKER, login_lines
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
    """Return the script, which exits as `retry_loop` says."""
    parts = (
        script_header("Runs the job's containers with Docker Compose until the job is over; Ctrl-C stops them."),
        require_program("docker", INSTALL_DOCKER),
        script("compose/require_compose.sh"),
        secret_prompts(plan.secrets),
        login_lines(plan.roles),
        ssh_key_lines() if plan.ssh else "",
        verdict(plan.roles),
        script("folder/end_client.sh"),
        script("compose/run.sh", {"@CONTAINERS@": str(plan.containers)}),
        retry_loop(plan.retries),
    )
    return "\n".join(filter(None, parts))

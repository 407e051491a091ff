"""The `run.sh` that runs a job on Kubernetes and waits for its end."""

from collections.abc import Iterable, Mapping

from paicatalog.reproduce.folder.run_script import (
    require_program,
    retry_loop,
    script_header,
    secret_prompts,
    ssh_key_lines,
    verdict,
)
from paicatalog.reproduce.job.plan import Plan
from paicatalog.reproduce.job.ssh_plugin import KEY_VARIABLE
from paicatalog.reproduce.kubernetes.manifest import JOB_FILE
from paicatalog.reproduce.kubernetes.object_names import ObjectNames
from paicatalog.reproduce.kubernetes.registry_login import Login, login_function, login_secret_line, login_secrets
from paicatalog.reproduce.kubernetes.role_job import INSTANCE, ROLE, oldest_version
from paicatalog.reproduce.shell.script_template import script

MOST_LOGS = 20
"""The maximum number of containers whose output is shown: each needs a connection to the cluster."""
_INSTALL = "install it, see https://kubernetes.io/docs/tasks/tools/."


def kubernetes_run_script(plan: Plan, names: ObjectNames, logins: Mapping[str, Login]) -> str:
    """Return the script, which exits as `retry_loop` says."""
    values = {
        "@JOB@": names.job,
        "@INSTANCE@": INSTANCE,
        "@ROLE@": ROLE,
        "@FILE@": JOB_FILE,
        "@VALUES@": names.values,
        "@OBJECTS@": " ".join(object_references(plan, names, logins)),
        "@SECRETS@": " ".join(_secrets(names, logins.values())),
        "@OLDEST@": oldest_version(plan.roles),
        "@LOGS@": str(MOST_LOGS),
        "@ROLES@": str(len(plan.roles)),
        "@CONTAINERS@": str(plan.containers),
        "@PARAMETERS@": " ".join(each.variable for each in plan.parameters),
        "@GIVEN@": " ".join([*(each.variable for each in plan.secrets), *([KEY_VARIABLE] if plan.ssh else [])]),
        "@LOGINS@\n": "".join(f"  {login_secret_line(login)}" for login in logins.values()),
        "@PREFIX@": " --prefix" if plan.containers > 1 else "",
    }
    questions = [*plan.secrets, *(secret for login in logins.values() for secret in login_secrets(login))]
    parts = (
        script_header("Runs the job on Kubernetes and waits until it is over; Ctrl-C stops it."),
        require_program("kubectl", _INSTALL),
        script("kubernetes/values.sh", values),
        script("kubernetes/unused.sh", values),
        secret_prompts(questions),
        ssh_key_lines() if plan.ssh else "",
        login_function() if logins else "",
        verdict(plan.roles),
        script("kubernetes/run.sh", values),
        retry_loop(plan.retries),
    )
    return "\n".join(filter(None, parts))


def object_references(plan: Plan, names: ObjectNames, logins: Mapping[str, Login]) -> list[str]:
    """Return the kubectl references (`job/NAME`) of all objects that a run creates."""
    return [
        *(f"job/{names.role(role.name)}" for role in plan.roles),
        f"service/{names.job}",
        f"configmap/{names.job}",
        *_secrets(names, logins.values()),
    ]


def _secrets(names: ObjectNames, logins: Iterable[Login]) -> list[str]:
    return [f"secret/{names.values}", *(f"secret/{login.secret}" for login in logins)]

"""Parts of `run.sh`, the script that starts a job, for bash 3.2 and later under errexit, nounset and pipefail.

The variables of the script begin with `_`, because any other name may be that of a parameter (`parameter._RESERVED`).
"""

from collections.abc import Iterable, Sequence

from paicatalog.reproduce.job.entry_script import STRICT
from paicatalog.reproduce.job.parameter import Parameter
from paicatalog.reproduce.job.plan import Plan, TaskRole
from paicatalog.reproduce.job.secret import Secret
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.shell.word import shell_word

RUN = "run.sh"
MOST_RETRIES = 2**62
"""A limit within bash's 64-bit integers."""


def script_header(purpose: str) -> str:
    """Return the first lines, which change to the script's folder; `purpose` is a sentence on one line."""
    return f'#!/usr/bin/env bash\n# {purpose}\n{STRICT}\ncd -- "$(dirname -- "${{BASH_SOURCE[0]}}")"\n'


def run_notes(plan: Plan, *, stopping: str = "Ctrl-C stops it.") -> str:
    """Return sentences on the inputs of `run.sh`, and on how to stop it."""
    sentences = [stopping] if stopping else []
    if plan.secrets:
        variables = ", ".join(each.variable for each in plan.secrets)
        sentences.insert(0, f"It asks for the job's secrets unless the environment holds them ({variables}).")
    if plan.replaceable:
        example = plan.replaceable[0].variable
        sentences.append(f"A parameter can be given another value there: {example}=VALUE ./{RUN}")
    return " ".join(sentences)


def require_program(program: str, remedy: str) -> str:
    """Return the line that exits with 127 if a program is missing; `remedy` completes the error message."""
    words = shell_word(f"{program} is missing: {remedy}")
    return f"command -v {program} >/dev/null || {{ echo {words} >&2; exit 127; }}\n"


def secret_prompts(secrets: Iterable[Secret]) -> str:
    """Return the lines that prompt, without echo, for secrets missing from the environment and export all secrets.

    No file and no process's arguments contain the input. Without secrets, the result is "".
    """
    questions = [f"ask {secret.variable} {shell_word(secret.question)}\n" for secret in secrets]
    return "".join([script("folder/ask_secrets.sh"), *questions]) if questions else ""


def ssh_key_lines() -> str:
    """Return the lines that export `PAI_SSH_KEY`, a private key created for each run."""
    return script("folder/ssh_key.sh")


def for_each_set(variables: Iterable[Parameter | Secret], line: str) -> str:
    """Return a bash loop over those variables that are set in the environment; "" if there are no variables.

    `line` is the body, a line of bash that uses the name `$_name`: `_given+=(--env "$_name")`.
    """
    names = " ".join(each.variable for each in variables)
    if not names:
        return ""
    return f'_names=({names})\nfor _name in "${{_names[@]}}"; do\n  [ -z "${{!_name+set}}" ] || {line}\ndone\n'


def verdict(roles: Sequence[TaskRole]) -> str:
    """Return the bash function `verdict`, which prints the state of a job by the completion policies of its roles.

    Its argument has one line per container: the task role, a space, and `running`, `failed` or `succeeded`. It prints
    one of the same three words. As on OpenPAI, the first task role with too many failures or enough successes decides
    (FrameworkController, `pkg/controller/controller.go` lines 1470-1509); a job that ends with neither has succeeded.
    Failures are checked first, because the time of an end is not known here.
    """
    tests = [
        *(_test(role, "failed", role.min_failed) for role in roles if role.min_failed),
        *(_test(role, "succeeded", role.min_succeeded) for role in roles if role.min_succeeded),
    ]
    return script("folder/verdict.sh", {"@TESTS@\n": "".join(tests)})


def _test(role: TaskRole, state: str, least: int) -> str:
    return f'  [ "$(containers "$1" {role.name} {state})" -lt {least} ] || {{ echo {state}; return; }}\n'


def retry_loop(retries: int) -> str:
    """Return the end of a script, which calls the function `attempt` until it succeeds, with at most `retries` retries.

    The script exits with the status of the last attempt: 0 if the job succeeds by its completion policies, else the
    status of the first of its containers that failed. `attempt` exits with 125 where it is not the job that failed.
    Errexit has no effect in `attempt`, which must check the status of its commands.
    """
    return script("folder/attempts.sh", {"@RETRIES@": str(min(retries, MOST_RETRIES))})

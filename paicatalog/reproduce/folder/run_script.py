"""Pieces of `run.sh`, the script that starts a job: for bash 3.2 and later, under errexit, nounset and pipefail.

Its own variables begin with `_`: the environment may hold a parameter by any other name (`parameter._RESERVED`).
"""

import shlex
from collections.abc import Iterable, Sequence

from paicatalog.reproduce.job.entry_script import STRICT
from paicatalog.reproduce.job.parameter import Parameter
from paicatalog.reproduce.job.plan import Plan, TaskRole
from paicatalog.reproduce.job.secret import Secret
from paicatalog.reproduce.shell.script_template import script

RUN = "run.sh"


def opening(purpose: str) -> str:
    """Return the first lines, which go to the script's folder; `purpose` is a sentence on one line."""
    return f'#!/usr/bin/env bash\n# {purpose}\n{STRICT}\ncd -- "$(dirname -- "${{BASH_SOURCE[0]}}")"\n'


def running_words(found: Plan, *, stopping: str = "Ctrl-C stops it.") -> str:
    """Return sentences on what a person may do when starting `run.sh`, and how to end it."""
    sentences = [stopping] if stopping else []
    if found.secrets:
        variables = ", ".join(each.variable for each in found.secrets)
        sentences.insert(0, f"It asks for the job's secrets unless the environment holds them ({variables}).")
    if found.parameters:
        example = found.parameters[0].variable
        sentences.append(f"A parameter can be given another value there: {example}=VALUE ./{RUN}")
    return " ".join(sentences)


def needs(program: str, remedy: str) -> str:
    """Return the line that ends the script where a program is missing; `remedy` is a sentence."""
    words = shlex.quote(f"{program} is missing: {remedy}")
    return f"command -v {program} >/dev/null || {{ echo {words} >&2; exit 127; }}\n"


def asking_secrets(secrets: Iterable[Secret]) -> str:
    """Return the lines that ask for each secret that the environment lacks, unseen, and export all; "" for none.

    What is typed is in no file and in no process's arguments.
    """
    questions = [f"ask {secret.variable} {shlex.quote(secret.name)}\n" for secret in secrets]
    return "".join([script("folder/ask_secrets.sh"), *questions]) if questions else ""


def making_ssh_key() -> str:
    """Return the lines that export `PAI_SSH_KEY`, a private key made for this run alone."""
    return script("folder/ssh_key.sh")


def each_set(variables: Iterable[Parameter | Secret], line: str) -> str:
    """Return a loop over the names of those variables that the environment holds; "" where there are none at all.

    `line` is a line of bash about the variable named `$_name`: `_given+=(--env "$_name")`.
    """
    names = " ".join(each.variable for each in variables)
    if not names:
        return ""
    return f'_names=({names})\nfor _name in "${{_names[@]}}"; do\n  [ -z "${{!_name+set}}" ] || {line}\ndone\n'


def verdict(roles: Sequence[TaskRole]) -> str:
    """Return the function `verdict`, which says whether a job is over by the completion policies of its roles.

    Its argument has a line for each container: its task role, a space, and `running`, `failed` or `succeeded`. It
    prints one of the same three words: OpenPAI looks for too many failures first, then for enough successes, and
    calls a job that ends without either one that succeeded.
    """
    tests = [
        *(_test(role, "failed", role.min_failed) for role in roles if role.min_failed),
        *(_test(role, "succeeded", role.min_succeeded) for role in roles if role.min_succeeded),
    ]
    return script("folder/verdict.sh", {"@TESTS@\n": "".join(tests)})


def _test(role: TaskRole, state: str, least: int) -> str:
    return f'  [ "$(containers "$1" {role.name} {state})" -lt {least} ] || {{ echo {state}; return; }}\n'


def attempts(retries: int) -> str:
    """Return the end of a script: run the function `attempt` until it succeeds, `retries` times more at most.

    The script ends with 0 or 1. Errexit does not hold within `attempt`: it has to look at what its commands return.
    """
    return script("folder/attempts.sh", {"@RETRIES@": str(retries)}) if retries else script("folder/one_attempt.sh")

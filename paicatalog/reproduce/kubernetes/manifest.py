"""`job.yaml`, the manifest with all objects of a job, for `kubectl apply`."""

from collections.abc import Iterator, Mapping

from paicatalog.reproduce.folder.run_script import RUN
from paicatalog.reproduce.folder.yaml_block import yaml_block
from paicatalog.reproduce.job.pai_environment_script import environment_script
from paicatalog.reproduce.job.plan import Plan
from paicatalog.reproduce.kubernetes.object_names import ObjectNames
from paicatalog.reproduce.kubernetes.registry_login import Login
from paicatalog.reproduce.kubernetes.role_job import INSTANCE, START, job_lines, labels
from paicatalog.reproduce.shell.code import Code, joined, literal, plain
from paicatalog.reproduce.shell.script_template import script

JOB_FILE = "job.yaml"
PATIENCE_SECONDS = 1800
"""How long a container waits for the other containers to start."""
_OPENING = f"""\
# ./{RUN} applies this file. It makes the Secrets that are named here first, and it ends the job: no Job by itself knows
# what follows for the others when its own containers are done.
"""
_LINGER_SECONDS = 45
"""The minimum lifetime of a container's DNS name: DNS caches a failed lookup for 30 seconds."""


def manifest(plan: Plan, names: ObjectNames, logins: Mapping[str, Login]) -> Code:
    """Return the file. `logins` is image -> login; parameter values remain segments, as in the entry scripts."""
    scripts = mounted_scripts(plan, names)
    parts: list[Code | str] = [_OPENING, _lines(_config_map(names))]
    for key, content in scripts.items():
        parts += [f"  {key}: ", yaml_block(content, indentation=2)]
    parts += ["---\n", _lines(_service(names))]
    for role in plan.roles:
        login = logins[role.image].secret if role.image in logins else ""
        parts += ["---\n", _lines(job_lines(role, names, login=login))]
    return joined(*parts)


def mounted_scripts(plan: Plan, names: ObjectNames) -> Mapping[str, Code]:
    """Return file name -> content of the scripts that are mounted in each container."""
    return {
        START: literal(_start_script(plan, names)),
        "environment.sh": literal(environment_script(plan, shared_machine=False)),
        **{names.script(role.name): _with_final_newline(role.entry.script) for role in plan.roles},
    }


def _with_final_newline(content: Code) -> Code:
    return content if plain(content).endswith("\n") else joined(content, "\n")


def _start_script(plan: Plan, names: ObjectNames) -> str:
    roles = plan.roles
    values = {
        "@ROLES@": " ".join(role.name for role in roles),
        "@COUNTS@": " ".join(str(role.hardware.instances) for role in roles),
        "@JOBS@": " ".join(names.role(role.name) for role in roles),
        "@SCRIPTS@": " ".join(names.script(role.name) for role in roles),
        "@MOVING@": " ".join("yes" if role.retries else "no" for role in roles),
        "@SERVICE@": names.job,
        "@CONTAINERS@": str(plan.containers),
        "@PATIENCE@": str(PATIENCE_SECONDS),
        "@LINGER@": str(_LINGER_SECONDS),
    }
    return script("kubernetes/start.sh", values)


def _config_map(names: ObjectNames) -> Iterator[str]:
    yield "apiVersion: v1"
    yield "kind: ConfigMap"
    yield from _metadata(names)
    yield "data:"


def _service(names: ObjectNames) -> Iterator[str]:
    yield "# It gives each container a name once it runs, for which the others wait."
    yield "apiVersion: v1"
    yield "kind: Service"
    yield from _metadata(names)
    yield "spec:"
    yield "  clusterIP: None"
    yield "  selector:"
    yield f'    {INSTANCE}: "{names.job}"'


def _metadata(names: ObjectNames) -> Iterator[str]:
    yield "metadata:"
    yield f'  name: "{names.job}"'
    yield from (f"  {line}" for line in labels(names))


def _lines(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)

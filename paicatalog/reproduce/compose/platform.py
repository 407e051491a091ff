"""Instructions for Docker Compose: all containers of a job on one machine, in a separate network."""

import re
from collections.abc import Iterator

from paicatalog.reproduce.compose.compose_file import COMPOSE_FILE, ENVIRONMENT_FILE, compose_file, host
from paicatalog.reproduce.compose.run_script import compose_run_script
from paicatalog.reproduce.folder.docker_engine import login_note
from paicatalog.reproduce.folder.run_script import RUN, run_notes
from paicatalog.reproduce.folder.untranslated import Feature, untranslated
from paicatalog.reproduce.instructions import File, Instructions, Step, Untranslated
from paicatalog.reproduce.job.pai_environment import Ports, reserve_ports, shared_environment
from paicatalog.reproduce.job.plan import Plan, plan_job
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import hardware
from paicatalog.reproduce.shell.code import literal, plain

ID, TITLE = "compose", "Docker Compose"
_SUPPORTED = (
    Feature.SSH,
    Feature.TASK_RETRIES,
    Feature.JOB_RETRIES,
    Feature.COMPLETION,
    Feature.CAPABILITIES,
    Feature.FUSE,
)
_MOST_PORTS = 4_000
_MOST_GPUS = 256
_LONGEST_NAME = 63
"""The maximum length of a host name's label (RFC 1035)."""
_ADDRESS = re.compile(r"\bPAI_(?:HOST_IP|CURRENT_CONTAINER_IP|CONTAINER_HOST_IP|TASK_ROLE_\w+_HOST_LIST)")


def compose_instructions(request: Request) -> Instructions:
    """Return how to run a valid job with Docker Compose, or a refusal."""
    plan = plan_job(request)
    if isinstance(plan, str):
        return _refused(plan)
    if hardware(plan.data).gpus > _MOST_GPUS:
        return _refused(f"The job needs more than {_MOST_GPUS} GPUs, which no machine has: submit it to OpenPAI.")
    ports = reserve_ports(plan.data, most=_MOST_PORTS)
    if ports is None:
        return _refused(f"The job reserves more than {_MOST_PORTS:,} ports on one machine: submit it to OpenPAI.")
    return Instructions(
        ID,
        TITLE,
        steps=_steps(plan),
        files=_files(plan, ports),
        untranslated=(*untranslated(plan, supported=_SUPPORTED), *_long_names(plan), *_address_variables(plan)),
    )


def _refused(why: str) -> Instructions:
    return Instructions(ID, TITLE, refusal=why)


def _files(plan: Plan, ports: Ports) -> tuple[File, ...]:
    values = shared_environment(plan.data, job=plan.request.name, ports=ports, host=host)
    shared = literal("".join(f"{key}={value}\n" for key, value in values.items()))
    return (
        File(RUN, literal(compose_run_script(plan)), executable=True),
        File(COMPOSE_FILE, literal(compose_file(plan, ports)), language="yaml"),
        File(ENVIRONMENT_FILE, shared, language="text"),
        *(role.script for role in plan.roles),
    )


def _steps(plan: Plan) -> tuple[Step, ...]:
    first = plan.roles[0].container(0)
    return (
        Step(_run_text(plan), literal(f"./{RUN}\n")),
        Step(
            "In another terminal, look at the containers, and at the output of one of them.",
            literal(f"docker compose ps --all\ndocker compose logs --follow {first}\n"),
        ),
        Step("Stop it from another terminal, and remove its containers.", literal("docker compose down\n")),
    )


def _run_text(plan: Plan) -> str:
    total = hardware(plan.data)
    sentences = [f"Run it. This machine has to have all of it at once: {total.summary}."]
    if total.gpus:
        sentences.append(
            f"The containers share out the GPUs 0 to {total.gpus - 1} among them, which needs the NVIDIA Container "
            "Toolkit."
            if total.gpus > 1
            else "The container gets the GPU 0, which needs the NVIDIA Container Toolkit."
        )
    if any(role.hardware.ports for role in plan.roles):
        sentences.append("The job's ports can be reached from this machine, at 127.0.0.1.")
    sentences += [*login_note(plan.roles), run_notes(plan)]
    return " ".join(sentences)


def _long_names(plan: Plan) -> tuple[Untranslated, ...]:
    why = f"A host's name has at most {_LONGEST_NAME} characters: the others cannot reach these containers by name."
    return tuple(
        Untranslated("task role name", ("taskRoles", role.name), why)
        for role in plan.roles
        if len(role.container(role.hardware.instances - 1)) > _LONGEST_NAME
    )


def _address_variables(plan: Plan) -> Iterator[Untranslated]:
    if plan.containers == 1:
        return
    for role in plan.roles:
        if named := _ADDRESS.search(plain(role.commands)):
            why = (
                f"It holds a name that Docker's network knows, such as {role.container(0)}, where OpenPAI has a number."
            )
            yield Untranslated(named[0], ("taskRoles", role.name, "commands"), why)

"""Instructions for trying the commands of a job on the local machine, without containers."""

from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.reproduce.folder.run_script import RUN, run_notes
from paicatalog.reproduce.folder.untranslated import Feature, untranslated
from paicatalog.reproduce.instructions import File, Instructions, Step, Untranslated
from paicatalog.reproduce.job.pai_environment import (
    MOST_PORTS,
    Ports,
    instance_environment,
    reserve_ports,
    shared_environment,
)
from paicatalog.reproduce.job.plan import ROLES_FOLDER, Plan, TaskRole, plan_job
from paicatalog.reproduce.job.plugin import plugins
from paicatalog.reproduce.job.plugin_script import GIT_FOLDER
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.local.run_script import INSTANCES_FILE, SHARED_FILE, WORK_FOLDER, local_run_script
from paicatalog.reproduce.shell.code import literal

ID, TITLE = "local", "this machine"
_SUPPORTED = (Feature.TASK_RETRIES, Feature.JOB_RETRIES, Feature.COMPLETION)


def local_instructions(request: Request) -> Instructions:
    """Return how to run the commands of a valid job on the local machine, or a refusal."""
    plan = plan_job(request)
    if isinstance(plan, str):
        return Instructions(ID, TITLE, refusal=plan)
    ports = reserve_ports(plan.data)
    if ports is None:
        why = f"The job reserves more than {MOST_PORTS:,} ports on one machine: submit it to OpenPAI."
        return Instructions(ID, TITLE, refusal=why)
    return Instructions(
        ID,
        TITLE,
        steps=(Step(_run_text(plan), literal(f"./{RUN}\n")),),
        files=_files(plan, ports),
        untranslated=(
            *untranslated(plan, supported=_SUPPORTED),
            *(each for role in plan.roles for each in _container_features(plan.data, role)),
        ),
    )


def _files(plan: Plan, ports: Ports) -> tuple[File, ...]:
    shared = shared_environment(plan.data, job=plan.request.name, ports=ports)
    instance_lines = [
        f"{role.container(index)} {key}={value}\n"
        for role in plan.roles
        for index in range(role.hardware.instances)
        for key, value in instance_environment(role.name, index, ports=ports).items()
    ]
    return (
        File(RUN, literal(local_run_script(plan)), executable=True),
        File(SHARED_FILE, literal("".join(f"{key}={value}\n" for key, value in shared.items())), language="text"),
        File(INSTANCES_FILE, literal("".join(instance_lines)), language="text"),
        *(role.script for role in plan.roles),
    )


def _run_text(plan: Plan) -> str:
    where = f"a folder in {WORK_FOLDER} that stays" if plan.containers == 1 else f"folders in {WORK_FOLDER} that stay"
    return (
        f"Run the job's commands on this machine, in {where}. No container holds them: they may do here whatever you "
        f"may, so read the scripts in {ROLES_FOLDER} first. {run_notes(plan)}"
    )


def _container_features(data: Mapping[str, Any], role: TaskRole) -> Iterator[Untranslated]:
    """Yield the features of a role that need a container."""
    at = ("taskRoles", role.name)
    image = f"No container is started: what the commands need of the image {role.image} has to be on this machine."
    yield Untranslated("dockerImage", (*at, "dockerImage"), image)
    limits = "No CPU, GPU, memory or shared memory is set aside or limited: the commands find all that is here."
    yield Untranslated("resourcePerInstance", (*at, "resourcePerInstance"), limits)
    if role.hardware.infiniband:
        why = "InfiniBand is not handed over: the commands have it if your account has."
        yield Untranslated("infiniband", (*at, "extraContainerOptions", "infiniband"), why)
    for plugin in plugins(data, role.name):
        if plugin.name == "git":
            why = f"Each container has its own clone, in the folder `code` of its own: {GIT_FOLDER} is not touched."
            yield Untranslated("clone folder of git", plugin.pointer, why)

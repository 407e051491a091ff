"""Instructions for Slurm: a job on a cluster, in containers of Pyxis or Apptainer."""

import re
from collections.abc import Iterator

from paicatalog.protocol.template.entrypoint import MASK
from paicatalog.protocol.template.render import OPEN
from paicatalog.reproduce.folder.run_script import (
    RUN,
    require_program,
    run_notes,
    script_header,
    secret_prompts,
    ssh_key_lines,
)
from paicatalog.reproduce.folder.untranslated import Feature, untranslated
from paicatalog.reproduce.instructions import File, Instructions, Step, Untranslated
from paicatalog.reproduce.job.pai_environment import reserve_ports
from paicatalog.reproduce.job.pai_environment_script import environment_script
from paicatalog.reproduce.job.plan import CONTAINER_FOLDER, Plan, TaskRole, plan_job
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import mapping
from paicatalog.reproduce.shell.code import literal, plain
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.shell.word import double_quoted
from paicatalog.reproduce.slurm.batch_script import (
    AVAILABLE_PORTS,
    JOB,
    batch_script,
    job_name,
    login_prefix,
    roles_with_login,
)
from paicatalog.reproduce.slurm.image_reference import slurm_image

ID, TITLE = "slurm", "Slurm"
_SUPPORTED = (Feature.SSH, Feature.TASK_RETRIES, Feature.JOB_RETRIES, Feature.COMPLETION)


def slurm_instructions(request: Request) -> Instructions:
    """Return how to run a valid job with `sbatch`, or a refusal."""
    plan = plan_job(request)
    if isinstance(plan, str):
        return Instructions(ID, TITLE, refusal=plan)
    if reserve_ports(plan.data, most=AVAILABLE_PORTS) is None:
        why = f"The job reserves more than {AVAILABLE_PORTS:,} ports, which may all be on one machine"
        return Instructions(ID, TITLE, refusal=f"{why}: submit it to OpenPAI.")
    return Instructions(
        ID,
        TITLE,
        steps=tuple(_steps(plan)),
        files=_files(plan),
        untranslated=(*untranslated(plan, supported=_SUPPORTED), *dict.fromkeys(_differences(plan))),
    )


def _files(plan: Plan) -> tuple[File, ...]:
    # start.sh sets the variables that the script needs.
    environment = "# shellcheck shell=bash disable=SC2154\n" + environment_script(
        plan, shared_machine=True, first=0, base="first_port"
    )
    return (
        File(RUN, literal(_run_script(plan)), executable=True),
        File(JOB, literal(batch_script(plan))),
        File("start.sh", literal(script("slurm/start.sh")), executable=True),
        File("apptainer.sh", literal(script("slurm/apptainer.sh", {"@FOLDER@": CONTAINER_FOLDER})), executable=True),
        File("environment.sh", literal(environment)),
        *(role.script for role in plan.roles),
    )


def _run_script(plan: Plan) -> str:
    parts = (
        script_header(f"Submits the job to Slurm; what follows {RUN} goes to sbatch: ./{RUN} --partition=NAME"),
        require_program("sbatch", "run this on a machine from which jobs are submitted to Slurm."),
        secret_prompts(plan.secrets),
        _login_lines(plan),
        ssh_key_lines() if plan.ssh else "",
        script("slurm/submit.sh", {"@COMPONENTS@": str(len(plan.roles))}),
    )
    return "\n".join(filter(None, parts))


def _login_lines(plan: Plan) -> str:
    roles = roles_with_login(plan)
    if not roles:
        return ""
    ask = "" if plan.secrets else script("folder/ask_secrets.sh")
    return "".join([ask, script("slurm/login.sh"), *(_login_line(role, plan) for role in roles)])


def _login_line(role: TaskRole, plan: Plan) -> str:
    image, user = slurm_image(role.image), role.login.get("username", "")
    known = user if MASK not in user and OPEN not in user else ""
    return f"log_in {image.docker} {image.login_host} {login_prefix(role, plan)} {double_quoted(known)}\n"


def _steps(plan: Plan) -> Iterator[Step]:
    name = job_name(plan)
    yield Step(_submit_text(plan), literal(f"./{RUN}\n"))
    yield Step(
        "See whether it waits or runs, and what it prints: there is a file for the job and one for each container.",
        literal(f'squeue --user="$(id -un)" --name={name}\ntail -F slurm-*.log slurm-*/*.log\n'),
    )
    yield Step("Stop it.", literal(f'scancel --user="$(id -un)" --name={name}\n'))


def _submit_text(plan: Plan) -> str:
    needs_and_options = (
        "Submit it, in a folder that all nodes see. It needs Slurm 21.08 or later and, on the nodes, Pyxis, "
        f"Apptainer or Singularity. What your cluster wants to know follows: ./{RUN} --partition=NAME "
        f"--account=NAME --time=HOURS:00:00. PAI_MOUNTS=/data:/data ./{RUN} mounts a folder of the cluster into "
        f"the containers. Slurm refuses what the cluster does not have: lower the numbers in {JOB} if you must. "
        f"./{RUN} --wait ends with the job and its exit status. Of your environment the containers get the job's own "
        "variables and the proxy settings."
    )
    return f"{needs_and_options} {run_notes(plan, stopping='')}".strip()


def _differences(plan: Plan) -> Iterator[Untranslated]:
    """Yield the features that a Slurm cluster handles differently."""
    if len(plan.roles) > 1:
        why = "Slurm starts a job of several task roles only where it finds different nodes for them."
        yield Untranslated("several task roles", ("taskRoles",), why)
    if plan.secrets:
        why = "Slurm keeps the environment of a job, and so its secrets, in files of the cluster's own until it ends."
        yield Untranslated("secrets", ("secrets",), why)
    for role in plan.roles:
        yield from _role_differences(role, plan)


def _role_differences(role: TaskRole, plan: Plan) -> Iterator[Untranslated]:
    at = ("taskRoles", role.name)
    why = "Pyxis starts the image as OpenPAI does. Apptainer starts it as your own user where it must, and in a folder "
    yield Untranslated("dockerImage", (*at, "dockerImage"), why + "of its own instead of the image's WORKDIR.")
    fields = mapping(mapping(plan.data.get("taskRoles")).get(role.name))
    if "shmMB" in mapping(fields.get("extraContainerOptions")):
        why = "Slurm cannot set it: /dev/shm is as large as the node has it, usually half of its memory."
        yield Untranslated("shmMB", (*at, "extraContainerOptions", "shmMB"), why)
    if role.hardware.ports:
        why = "Slurm reserves none: they are chosen by the job's number, and another program on the node may have one."
        yield Untranslated("ports", (*at, "resourcePerInstance", "ports"), why)
    if role.ssh:
        why = (
            "The containers run as your own user, so nothing can be installed: the image has to have openssh-server "
            "and openssh-client."
        )
        yield Untranslated("plugin ssh", role.ssh.pointer, why)
    if names := _named_containers(role, plan):
        why = (
            f"Only ssh knows {', '.join(names)} here, and only with the ssh plugin: other programs find the addresses "
            "in the variables PAI_HOST_IP_*."
        )
        yield Untranslated("container names", (*at, "commands"), why)


def _named_containers(role: TaskRole, plan: Plan) -> list[str]:
    """Return up to three container names that occur in a role's commands."""
    known = "|".join(re.escape(each.name) for each in plan.roles)
    pattern = re.compile(rf"(?<![\w./-])(?:{known})-(?:\d+|\$\{{?\w+\}}?)(?![\w-])", re.ASCII)
    return list(dict.fromkeys(pattern.findall(plain(role.commands))))[:3]

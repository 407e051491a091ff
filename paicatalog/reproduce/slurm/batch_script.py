"""`job.sbatch`, the batch script that requests the hardware and runs the containers."""

from collections.abc import Iterator, Mapping

from paicatalog.reproduce.folder.run_script import MOST_RETRIES, verdict
from paicatalog.reproduce.job.entry_script import STRICT
from paicatalog.reproduce.job.pai_environment import FIRST_PORT, port_counts
from paicatalog.reproduce.job.plan import CONTAINER_FOLDER, Plan, TaskRole
from paicatalog.reproduce.job.ssh_plugin import KEY_VARIABLE
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.slurm.image_reference import slurm_image

JOB = "job.sbatch"
LOG = "slurm-%j.log"
AVAILABLE_PORTS = 12_000
"""The number of ports from `FIRST_PORT` on that are below the ephemeral ports."""
_IMAGES = "images"


def batch_script(plan: Plan) -> str:
    """Return a batch script with one Slurm component per task role and one single-task step per container.

    A separate step gives each container a separate file system (under Pyxis, the tasks of one step share it), a
    separate exit status, and a node that is known before it starts.
    """
    return "\n".join(
        (
            f"#!/usr/bin/env bash\n{_options(plan)}",
            f"{STRICT}\n",
            _parameter_lines(plan)
            + script("slurm/batch_script.sh", {"@FOLDER@": CONTAINER_FOLDER, **_port_values(plan)}),
            verdict(plan.roles),
            "".join(f"place {role.name} {at} {role.hardware.instances}\n" for at, role in enumerate(plan.roles))
            + "choose_runtime\n"
            + "".join(_pull_lines(plan)),
            *(_start_lines(plan, at) for at in range(len(plan.roles))),
            script("slurm/batch_script_end.sh", {"@AGAIN@": _requeue_lines(plan.retries)}),
        )
    )


def job_name(plan: Plan) -> str:
    """Return the name of the job in Slurm."""
    return f"pai-{plan.request.file_stem}"


def login_prefix(role: TaskRole, plan: Plan) -> str:
    """Return the prefix of the variables with the login for a role's image; "" if it needs none."""
    return f"PAI_LOGIN_{_images(plan).index(role.image)}" if role.login else ""


def roles_with_login(plan: Plan) -> tuple[TaskRole, ...]:
    """Return one role for each image that needs a login."""
    return tuple({role.image: role for role in plan.roles if role.login}.values())


def _options(plan: Plan) -> str:
    common = [
        f"--job-name={job_name(plan)}",
        f"--output={LOG}",
        "--open-mode=append",
        "--export=ALL",
        "--requeue" if plan.retries else "--no-requeue",
    ]
    listed = "".join(f"#SBATCH {option}\n" for option in common)
    roles = [
        f"# The task role {role.name}.\n" + "".join(f"#SBATCH {each}\n" for each in _role_options(role))
        for role in plan.roles
    ]
    return listed + "#SBATCH hetjob\n".join(roles)


def _role_options(role: TaskRole) -> Iterator[str]:
    # Without --nodes: a range of nodes lets Slurm wait for more of them than the tasks need.
    yield f"--ntasks={role.hardware.instances}"
    yield f"--cpus-per-task={_cpus(role)}"
    if role.hardware.memory_mb:
        yield f"--mem-per-cpu={_memory_per_cpu(role)}"
    if role.hardware.gpu:
        yield f"--gpus-per-task={role.hardware.gpu}"


def _port_values(plan: Plan) -> Mapping[str, str]:
    ports = sum(role.hardware.instances * sum(port_counts(role.hardware).values()) for role in plan.roles)
    return {"@FIRST@": str(FIRST_PORT), "@AVAILABLE@": str(AVAILABLE_PORTS), "@PORTS@": str(ports)}


def _cpus(role: TaskRole) -> int:
    return role.hardware.cpu or 1


def _memory_per_cpu(role: TaskRole) -> str:
    """Return the memory per CPU, rounded up, so that a container gets its memory on any node.

    `--mem` is the memory per node, and the number of containers on a node is unknown.
    """
    return f"{-(-role.hardware.memory_mb // _cpus(role))}M" if role.hardware.memory_mb else ""


def _images(plan: Plan) -> list[str]:
    return list(dict.fromkeys(role.image for role in plan.roles))


def _pull_lines(plan: Plan) -> Iterator[str]:
    variables = {role.image: login_prefix(role, plan) for role in roles_with_login(plan)}
    for reference in _images(plan):
        image = slurm_image(reference)
        words = ("pull", image.docker, f"{_IMAGES}/{image.file_name}", *filter(None, [variables.get(reference)]))
        yield f"{' '.join(words)}\n"


def _start_lines(plan: Plan, at: int) -> str:
    role = plan.roles[at]
    image, hardware = slurm_image(role.image), role.hardware
    values = {
        "enroot": f"'{image.enroot}'",
        "sif": f"$folder/{_IMAGES}/{image.file_name}",
        "cpus": _cpus(role),
        "memory_per_cpu": _memory_per_cpu(role),
        "gpu": hardware.gpu or "",
        "infiniband": "yes" if hardware.infiniband else "",
        # An SSH server that runs as root switches to another user, which does not exist in a remapped container.
        "root": "--no-container-remap-root" if role.ssh else "--container-remap-root",
        "retries": min(role.retries, MOST_RETRIES),
        "passed": f"'{' '.join(_passed(role))}'",
    }
    lines = "".join(f"{name}={value}\n" for name, value in values.items())
    return f"{lines}start {role.name} {at} {hardware.instances}\n"


def _parameter_lines(plan: Plan) -> str:
    """Return the lines that keep the parameters of the environment from variables of the script with the same name."""
    names = " ".join(parameter.variable for parameter in plan.parameters)
    line = '[ -z "${!PAI_NAME+set}" ] || export "PAI_PARAMETER_$PAI_NAME=${!PAI_NAME}"'
    return f'PAI_NAMES=({names})\nfor PAI_NAME in "${{PAI_NAMES[@]}}"; do\n  {line}\ndone\n\n' if names else ""


def _passed(role: TaskRole) -> Iterator[str]:
    """Yield the variables of secrets that a role's containers get from whoever submits it."""
    yield from (secret.variable for secret in role.entry.secrets)
    if role.ssh:
        yield KEY_VARIABLE


def _requeue_lines(retries: int) -> str:
    return script("slurm/requeue.sh", {"@RETRIES@": str(min(retries, MOST_RETRIES))}) if retries else ""

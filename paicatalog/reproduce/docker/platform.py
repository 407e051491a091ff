"""Instructions for Docker: a job with one container, on one machine."""

from collections.abc import Iterator

from paicatalog.reproduce.docker.run_script import Container, docker_run_script
from paicatalog.reproduce.folder.docker_engine import login_note
from paicatalog.reproduce.folder.run_script import RUN, run_notes
from paicatalog.reproduce.folder.untranslated import Feature, untranslated
from paicatalog.reproduce.instructions import File, Instructions, Step
from paicatalog.reproduce.job.pai_environment import MOST_PORTS, environment, reserve_ports
from paicatalog.reproduce.job.plan import Plan, plan_job
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import RoleHardware, hardware
from paicatalog.reproduce.shell.code import joined, literal, plain
from paicatalog.reproduce.shell.heredoc import heredoc, unpasteable

ID, TITLE = "docker", "Docker"
_SUPPORTED = (Feature.TASK_RETRIES, Feature.JOB_RETRIES, Feature.CAPABILITIES, Feature.FUSE)
_ENVIRONMENT = "environment.env"


def docker_instructions(request: Request) -> Instructions:
    """Return how to run a valid job with `docker run`, or a refusal."""
    job_hardware = hardware(request.data)
    if job_hardware.containers != 1:
        return _refused(_too_many(job_hardware.roles))
    plan = plan_job(request)
    if isinstance(plan, str):
        return _refused(plan)
    container = _container(plan)
    return _refused(container) if isinstance(container, str) else _instructions(container, plan)


def _refused(why: str) -> Instructions:
    return Instructions(ID, TITLE, refusal=why)


def _too_many(roles: tuple[RoleHardware, ...]) -> str:
    total = sum(role.instances for role in roles)
    listed = ", ".join(f"{role.instances:,} of {role.role}" for role in roles)
    return (
        f"The job runs in {total:,} containers ({listed}) that find each other over a network, and `docker run` "
        "starts one alone: take Docker Compose (`--to compose`)."
    )


def _container(plan: Plan) -> Container | str:
    """Return the container to start, or the reason why it cannot be started."""
    request, role = plan.request, plan.roles[0]
    ports = reserve_ports(plan.data)
    if ports is None:
        return f"The job reserves more than {MOST_PORTS:,} ports on one machine: submit it to OpenPAI."
    values = environment(plan.data, role=role.name, index=0, job=request.name, ports=ports)
    listed = literal("".join(f"{key}={value}\n" for key, value in values.items()))
    return Container(
        name=f"pai-{request.file_stem}",
        role=role,
        ports=ports,
        variables=File(_ENVIRONMENT, listed, language="text"),
        retries=(1 + role.retries) * (1 + plan.retries) - 1,
    )


def _instructions(container: Container, plan: Plan) -> Instructions:
    files = (
        File(RUN, literal(docker_run_script(container)), executable=True),
        container.role.script,
        container.variables,
    )
    if char := next(filter(None, (unpasteable(plain(file.content)) for file in files)), None):
        return _refused(
            f"The commands hold the control character U+{ord(char):04X}, which a terminal would act on instead of "
            "passing it on: take it out of the job's file, or submit the job to OpenPAI."
        )
    return Instructions(
        ID,
        TITLE,
        steps=(*_file_steps(files, container), _run_step(container.role.hardware, plan)),
        files=files,
        untranslated=untranslated(plan, supported=_SUPPORTED),
    )


def _file_steps(files: tuple[File, ...], container: Container) -> Iterator[Step]:
    run, script, variables = files
    yield _file_step(script, f"Write the job's commands into {script.name}, in an empty folder.", "SCRIPT")
    yield _file_step(
        variables,
        f"Write the variables that OpenPAI sets into {variables.name}. Other numbers there if something else uses "
        "these ports.",
        "VARIABLES",
    )
    asks = " asks for the job's secrets and" if container.role.entry.secrets else ""
    logs_in = " logs in to the image's registry and" if container.role.login else ""
    yield _file_step(run, f"Write {run.name}, which{asks}{logs_in} starts the container.", "RUN")


def _file_step(file: File, text: str, delimiter: str) -> Step:
    folder, slash, _ = file.name.rpartition("/")
    before = f"mkdir -p {folder}\n" if slash else ""
    after = f"chmod +x {file.name}\n" if file.executable else ""
    writing = heredoc(f"cat >{file.name}", file.content, delimiter=f"END_OF_{delimiter}")
    return Step(text, joined(before, writing, after), writes=file.name)


def _run_step(role: RoleHardware, plan: Plan) -> Step:
    sentences = ["Run it. Docker refuses what this machine does not have: lower the numbers if you must."]
    if role.gpu:
        sentences.append("The GPUs need the NVIDIA Container Toolkit.")
    if role.ports:
        sentences.append(f"The ports for {', '.join(role.ports)} can be reached from this machine, at 127.0.0.1.")
    sentences += [*login_note(plan.roles), run_notes(plan)]
    return Step(" ".join(sentences), literal(f"./{RUN}\n"))

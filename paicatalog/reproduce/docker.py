"""Docker: a job of one container, on this machine."""

from collections.abc import Iterator

from paicatalog.reproduce.code import Code, literal, plain
from paicatalog.reproduce.docker_run import Container, login_command, run_command
from paicatalog.reproduce.environment import MOST_PORTS, environment, reserve_ports
from paicatalog.reproduce.heredoc import heredoc, unpasteable
from paicatalog.reproduce.instructions import File, Instructions, Step
from paicatalog.reproduce.plan import Plan, TaskRole, plan
from paicatalog.reproduce.request import Request
from paicatalog.reproduce.resources import RoleHardware, hardware
from paicatalog.reproduce.secret import asking
from paicatalog.reproduce.untranslated import untranslated

ID, TITLE = "docker", "Docker"


def docker(request: Request) -> Instructions:
    """Return how to run a valid job with `docker run`, or why that cannot be."""
    asked = hardware(request.data)
    if asked.containers != 1:
        return _refused(_too_many(asked.roles))
    found = plan(request)
    if isinstance(found, str):
        return _refused(found)
    container = _container(request, found.roles[0])
    return _refused(container) if isinstance(container, str) else _run(container, found)


def _refused(why: str) -> Instructions:
    return Instructions(ID, TITLE, refusal=why)


def _too_many(roles: tuple[RoleHardware, ...]) -> str:
    total = sum(role.instances for role in roles)
    listed = ", ".join(f"{role.instances:,} of {role.role}" for role in roles)
    return (
        f"The job runs in {total:,} containers ({listed}) that find each other over a network, and `docker run` "
        "starts one alone: submit it to OpenPAI."
    )


def _container(request: Request, role: TaskRole) -> Container | str:
    """Return what to start, or why it cannot be started."""
    ports = reserve_ports(request.data)
    if ports is None:
        return f"The job reserves more than {MOST_PORTS:,} ports on one machine: submit it to OpenPAI."
    values = environment(request.data, role=role.name, index=0, job=request.name, ports=ports)
    return Container(
        name=f"pai-{request.file_stem}",
        image=role.image,
        login=role.login,
        role=role.hardware,
        ports=ports,
        secrets=role.entry.secrets,
        script=File(f"{request.file_stem}.sh", role.entry.script),
        variables=File(
            f"{request.file_stem}.env", literal("\n".join(f"{key}={value}" for key, value in values.items()))
        ),
    )


def _run(container: Container, found: Plan) -> Instructions:
    steps = tuple(_steps(container))
    if char := next(filter(None, (unpasteable(plain(step.code)) for step in steps if step.code)), None):
        return _refused(
            f"The commands hold the control character U+{ord(char):04X}, which a terminal would act on instead of "
            "passing it on: take it out of the job's file, or submit the job to OpenPAI."
        )
    return Instructions(
        ID,
        TITLE,
        steps=steps,
        files=(container.script, container.variables),
        untranslated=untranslated(found),
    )


def _steps(container: Container) -> Iterator[Step]:
    script, variables = container.script, container.variables
    yield Step(f"Write the job's commands into {script.name}, in an empty folder.", _written(script, "SCRIPT"))
    yield Step(
        f"Write the variables that OpenPAI sets into {variables.name}. Other numbers there if something else uses "
        "these ports.",
        _written(variables, "VARIABLES"),
    )
    if container.login:
        yield Step(
            "Log in to the image's registry. Docker asks for what the catalog does not hold.",
            literal(login_command(container.login)),
        )
    if container.secrets:
        names = ", ".join(secret.name for secret in container.secrets)
        yield Step(
            f"Give the job's secrets ({names}). They stay in this shell's environment, in no file.",
            literal(asking(container.secrets)),
        )
    yield Step(_running(container.role), literal(run_command(container)))


def _written(file: File, delimiter: str) -> Code:
    return heredoc(f"cat >{file.name}", file.content, delimiter=f"END_OF_{delimiter}")


def _running(role: RoleHardware) -> str:
    sentences = ["Run it. Docker refuses what this machine does not have: lower the numbers if you must."]
    if role.gpu:
        sentences.append("The GPUs need the NVIDIA Container Toolkit.")
    if role.ports:
        sentences.append(f"The ports for {', '.join(role.ports)} can be reached from this machine, at 127.0.0.1.")
    return " ".join(sentences)

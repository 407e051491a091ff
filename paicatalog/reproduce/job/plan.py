"""The plan of a job, independent of the platform: task roles with image, entry script and hardware."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.template.entrypoint import RenderedJob, render_job
from paicatalog.protocol.template.render import TemplateError
from paicatalog.reproduce.instructions import File
from paicatalog.reproduce.job.capabilities import ALL, needs_capabilities, needs_fuse
from paicatalog.reproduce.job.entry_script import EntryScript, entry_scripts
from paicatalog.reproduce.job.parameter import Parameter
from paicatalog.reproduce.job.plugin import Plugin, plugins
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import RoleHardware, count, hardware, mapping, retries_tasks
from paicatalog.reproduce.job.secret import Secret
from paicatalog.reproduce.job.ssh_plugin import starts_server
from paicatalog.reproduce.shell.code import Code, plain

ROLES_FOLDER = "roles"
CONTAINER_FOLDER = "/opt/paicatalog"
"""The folder of a container in which the exported files are mounted."""
_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRole:
    """A task role: a group of containers with the same image and entry script."""

    name: str
    hardware: RoleHardware
    image: str
    """An image reference, safe as a shell word."""
    login: Mapping[str, str]
    """The registry login as the server renders it, with masked secrets; empty if none is needed."""
    commands: Code
    """The rendered entrypoint."""
    entry: EntryScript
    script: File
    """The entry script as a file: `roles/worker.sh`."""
    retries: int
    """How often a failed container is restarted."""
    min_failed: int | None
    """The number of failed containers that fails the job; None if failures never do."""
    min_succeeded: int | None
    """The number of succeeded containers that completes the job with success; None if successes never do."""
    mounts: bool
    """Whether the commands mount something, so that they need the capabilities that OpenPAI gives."""
    fuse: bool
    """Whether they mount it with FUSE."""
    ssh: Plugin | None
    """Its ssh plugin, if it starts an SSH server."""

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The capabilities that its containers need: those of OpenPAI, or as far as InfiniBand needs them."""
        if self.mounts:
            return ALL
        return ("IPC_LOCK",) if self.hardware.infiniband else ()

    def container(self, index: int) -> str:
        """Return the host name of a container: `worker-0`."""
        return f"{self.name}-{index}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A job, prepared for any platform."""

    request: Request
    roles: tuple[TaskRole, ...]
    """In the job's order."""
    retries: int
    """How often the whole job is retried after a failure."""

    @property
    def data(self) -> Mapping[str, Any]:
        return self.request.data

    @property
    def containers(self) -> int:
        return sum(role.hardware.instances for role in self.roles)

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets of all roles."""
        return tuple({secret.name: secret for role in self.roles for secret in role.entry.secrets}.values())

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of all roles."""
        return tuple({each.reference: each for role in self.roles for each in role.entry.parameters}.values())

    @property
    def replaceable(self) -> tuple[Parameter, ...]:
        """The parameters that people can give another value."""
        fixed = frozenset[Parameter]().union(*(role.entry.fixed for role in self.roles))
        return tuple(each for each in self.parameters if each not in fixed)

    @property
    def ssh(self) -> bool:
        """Whether any container starts an SSH server."""
        return any(role.ssh for role in self.roles)


@cache_last_result  # Each platform plans the same request.
def plan_job(request: Request) -> Plan | str:
    """Return the plan of a valid job, or a refusal: a sentence with the reason and what to do instead."""
    try:
        job = render_job(request.data, deployment=request.deployment)
    except KeyError:
        return f"The job has no deployment {request.deployment}: choose one of those it lists."
    except TemplateError as error:
        return f"The commands cannot be rendered: {error}."
    entries = entry_scripts(request.data, job.entrypoints, overrides=request.parameters)
    roles = []
    for role_hardware in hardware(request.data).roles:
        image = _image(request.data, role_hardware.role)
        if not _IMAGE.fullmatch(image["uri"]):
            return (
                f"The image {image['uri']!r} is nothing that can be pulled: mend the `uri` of the image "
                f"{image['name']} in the job's file, or submit the job to OpenPAI."
            )
        roles.append(_role(request.data, role_hardware, image, job, entries[role_hardware.role]))
    return Plan(request=request, roles=tuple(roles), retries=count(request.data.get("jobRetryCount")))


def _role(
    data: Mapping[str, Any], role_hardware: RoleHardware, image: Mapping[str, Any], job: RenderedJob, entry: EntryScript
) -> TaskRole:
    fields = mapping(mapping(data.get("taskRoles")).get(role_hardware.role))
    completion = mapping(fields.get("completion"))
    scripts = plain(job.entrypoints[role_hardware.role]), plain(entry.script)
    return TaskRole(
        name=role_hardware.role,
        hardware=role_hardware,
        image=image["uri"],
        login=job.auth.get(image["name"], {}),
        commands=job.entrypoints[role_hardware.role],
        entry=entry,
        script=File(f"{ROLES_FOLDER}/{role_hardware.role}.sh", entry.script, executable=True),
        retries=count(fields.get("taskRetryCount")) if retries_tasks(data) else 0,
        min_failed=_completing(completion.get("minFailedInstances"), default=1),
        min_succeeded=_completing(completion.get("minSucceededInstances"), default=role_hardware.instances),
        mounts=needs_capabilities(scripts),
        fuse=needs_fuse(scripts),
        ssh=next(filter(starts_server, plugins(data, role_hardware.role)), None),
    )


def _completing(value: object, *, default: int) -> int | None:
    """Return how many containers of a role complete the job, as failed or as succeeded; None if any number does not.

    The REST server takes the default for null and 0 (`src/rest-server/src/models/v2/job/k8s.js` lines 618-633), and a
    negative number completes nothing (FrameworkController, `pkg/apis/frameworkcontroller/v1/types.go` lines 190-202):
    then the job succeeds when all its containers have ended.
    """
    return None if isinstance(value, int | float) and value < 0 else count(value) or default


def _image(data: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    name = data["taskRoles"][role]["dockerImage"]
    images = (item for item in data["prerequisites"] if item["type"] == "dockerimage")
    return next(image for image in images if image["name"] == name)

"""What of a job runs, whatever the platform: containers with an image, an entry script and hardware each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.template.entrypoint import RenderedJob, render_job
from paicatalog.protocol.template.render import TemplateError
from paicatalog.reproduce.instructions import File
from paicatalog.reproduce.job.entry_script import Entry, entry_scripts
from paicatalog.reproduce.job.parameter import Parameter
from paicatalog.reproduce.job.plugin import Plugin, plugins
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import RoleHardware, count, hardware, mapping
from paicatalog.reproduce.job.secret import Secret
from paicatalog.reproduce.job.ssh_plugin import starts_server
from paicatalog.reproduce.shell.code import Code

ROLES_FOLDER = "roles"
CONTAINER_FOLDER = "/opt/paicatalog"
"""Where the exported files are mounted in a container."""
_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRole:
    """Containers that run the same."""

    name: str
    hardware: RoleHardware
    image: str
    """An image reference, safe as a shell word."""
    login: Mapping[str, str]
    """The registry login as the server renders it, secrets masked; empty where none is needed."""
    commands: Code
    """The rendered entrypoint."""
    entry: Entry
    script: File
    """The entry script as a file: `roles/worker.sh`."""
    retries: int
    """How often a container that fails is started again."""
    min_failed: int | None
    """So many failed containers fail the job; None: none do."""
    min_succeeded: int | None
    """So many succeeded containers end the job well; None: all containers of all roles do."""
    ssh: Plugin | None
    """Its ssh plugin, if its containers reach each other by it."""

    def container(self, index: int) -> str:
        """Return the name by which the others reach a container: `worker-0`."""
        return f"{self.name}-{index}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A job, ready for a platform."""

    request: Request
    roles: tuple[TaskRole, ...]
    """In the job's order."""
    retries: int
    """How often the whole job is tried again when it fails."""

    @property
    def data(self) -> Mapping[str, Any]:
        return self.request.data

    @property
    def containers(self) -> int:
        return sum(role.hardware.instances for role in self.roles)

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Those of all roles."""
        return tuple({secret.name: secret for role in self.roles for secret in role.entry.secrets}.values())

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Those of all roles."""
        return tuple({each.reference: each for role in self.roles for each in role.entry.parameters}.values())

    @property
    def ssh(self) -> bool:
        """Whether any container is to be reached by ssh."""
        return any(role.ssh for role in self.roles)


@cache_last_result  # Each platform asks for it.
def plan(request: Request) -> Plan | str:
    """Return what of a valid job runs, or why that cannot be told: a sentence with the way out."""
    try:
        job = render_job(request.data, deployment=request.deployment)
    except KeyError:
        return f"The job has no deployment {request.deployment}: choose one of those it lists."
    except TemplateError as error:
        return f"The commands cannot be rendered: {error}."
    entries = entry_scripts(request.data, job.entrypoints, chosen=request.parameters)
    roles = []
    for asked in hardware(request.data).roles:
        image = _image(request.data, asked.role)
        if not _IMAGE.fullmatch(image["uri"]):
            return (
                f"The image {image['uri']!r} is nothing that can be pulled: mend the `uri` of the image "
                f"{image['name']} in the job's file, or submit the job to OpenPAI."
            )
        roles.append(_role(request.data, asked, image, job, entries[asked.role]))
    return Plan(request=request, roles=tuple(roles), retries=count(request.data.get("jobRetryCount")))


def _role(
    data: Mapping[str, Any], asked: RoleHardware, image: Mapping[str, Any], job: RenderedJob, entry: Entry
) -> TaskRole:
    fields = mapping(mapping(data.get("taskRoles")).get(asked.role))
    completion = mapping(fields.get("completion"))
    return TaskRole(
        name=asked.role,
        hardware=asked,
        image=image["uri"],
        login=job.auth.get(image["name"], {}),
        commands=job.entrypoints[asked.role],
        entry=entry,
        script=File(f"{ROLES_FOLDER}/{asked.role}.sh", entry.script, executable=True),
        retries=count(fields.get("taskRetryCount")),
        min_failed=_min_failed(completion.get("minFailedInstances")),
        min_succeeded=count(completion.get("minSucceededInstances")) or None,
        ssh=next(filter(starts_server, plugins(data, asked.role)), None),
    )


def _min_failed(value: object) -> int | None:
    """Return how many failures fail the job: one where nothing is said, none where it is negative."""
    return None if isinstance(value, int) and value < 0 else count(value) or 1


def _image(data: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    name = data["taskRoles"][role]["dockerImage"]
    images = (item for item in data["prerequisites"] if item["type"] == "dockerimage")
    return next(image for image in images if image["name"] == name)

"""The platforms that jobs can be reproduced on, and `instructions`, which returns those of one platform."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.check import find_problems
from paicatalog.protocol.component_type import ComponentType
from paicatalog.reproduce.compose import platform as compose
from paicatalog.reproduce.docker import platform as docker
from paicatalog.reproduce.instructions import Instructions
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.kubernetes import platform as kubernetes
from paicatalog.reproduce.local import platform as local
from paicatalog.reproduce.openpai import platform as openpai
from paicatalog.reproduce.slurm import platform as slurm


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform that jobs can run on."""

    id: str
    """The value of `export --to`."""
    title: str
    """The display name."""
    instruct: Callable[[Request], Instructions]
    """Return the instructions for a valid job. It never raises: a job that cannot run gets a refusal."""
    on_job_pages: bool = True
    """Whether job pages show it. The local platform is not shown: it is for people who already have the file."""


PLATFORMS: Mapping[str, Platform] = {
    platform.id: platform
    for platform in (
        Platform(openpai.ID, openpai.TITLE, openpai.openpai_instructions),
        Platform(docker.ID, docker.TITLE, docker.docker_instructions),
        Platform(compose.ID, compose.TITLE, compose.compose_instructions),
        Platform(kubernetes.ID, kubernetes.TITLE, kubernetes.kubernetes_instructions),
        Platform(slurm.ID, slurm.TITLE, slurm.slurm_instructions),
        Platform(local.ID, local.TITLE, local.local_instructions, on_job_pages=False),
    )
}
"""Id -> platform, in the order of job pages."""

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


def instructions(
    data: Any,
    *,
    platform: str,
    name: str | None = None,
    cluster: str,
    file_url: str = "",
    needs_bundling: bool = False,
    bundled_url: str = "",
    deployment: str | None = None,
    parameters: Mapping[str, object] | None = None,
) -> Instructions:
    """Return how to reproduce the job `data` on a platform, or a refusal if `data` is not a valid job.

    `name` replaces the job's own name; `parameters` override or extend those of the job; the other options are those
    of `Request`. Raises KeyError for a platform that is not in `PLATFORMS`.
    """
    chosen = PLATFORMS[platform]
    if refusal := _refusal(data):
        return Instructions(chosen.id, chosen.title, refusal=refusal)
    request = Request(
        data=data,
        name=_UNSAFE.sub("-", name or data["name"]),
        cluster=cluster.rstrip("/"),
        file_url=file_url,
        needs_bundling=needs_bundling,
        bundled_url=bundled_url,
        deployment=deployment,
        parameters=parameters or {},
    )
    found = chosen.instruct(request)
    clash = _same_file(found)
    return Instructions(chosen.id, chosen.title, refusal=clash) if clash else found


def _same_file(found: Instructions) -> str:
    """Return a refusal if two files would be one where case does not count, as on macOS and Windows; else ""."""
    names: dict[str, str] = {}
    for file in found.files:
        first = names.setdefault(file.name.lower(), file.name)
        if first != file.name:
            return (
                f"{first} and {file.name} are one file on macOS and Windows: rename a task role, so that their names "
                "differ in more than case."
            )
    return ""


def _refusal(data: Any) -> str | None:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind != ComponentType.JOB:
        return "This is no job, so there is nothing to run."
    if find_problems(data):
        return "This job is not valid, so no platform runs it: mend what its findings say first."
    return None

"""The names of a job's Kubernetes objects, which have stricter rules than those of the protocol.

A name is a DNS label (RFC 1123): lower-case letters, digits and dashes, at most 63 characters; that of a Service
begins with a letter. The host name of a Job's container is `JOB-INDEX`, which has to be a DNS label too.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from paicatalog.reproduce.job.plan import Plan

_MOST_CHARACTERS = 63
_MOST_CHARACTERS_OF_JOB = 36
"""The maximum length of the common prefix; the rest is for the task role and the index."""
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ObjectNames:
    """The names of one job's objects."""

    job: str
    """The name of the Service and of the ConfigMap, and the prefix of all others."""
    roles: Mapping[str, str]
    """Task role -> its unique part of names."""

    @property
    def values(self) -> str:
        """The name of the Secret with the parameters and secrets that are set when the job starts."""
        return f"{self.job}-values"

    def login(self, number: int) -> str:
        """Return the name of the Secret with a registry login; `number` counts from 1."""
        return f"{self.job}-login-{number}"

    def role(self, role: str) -> str:
        """Return the name of the Job of a task role."""
        return f"{self.job}-{self.roles[role]}"

    def script(self, role: str) -> str:
        """Return the ConfigMap key of a task role's entry script."""
        return f"role-{self.roles[role]}.sh"


def object_names(plan: Plan) -> ObjectNames:
    """Return valid, distinct names for the objects of a job."""
    job = _label(plan.request.name, _MOST_CHARACTERS_OF_JOB, "job")
    if not job[0].isalpha():
        job = _label(f"job-{job}", _MOST_CHARACTERS_OF_JOB, "job")
    roles: dict[str, str] = {}
    for role in plan.roles:
        limit = _MOST_CHARACTERS - len(f"{job}--{role.hardware.instances - 1}")
        roles[role.name] = _unique_label(role.name, limit, set(roles.values()))
    return ObjectNames(job, roles)


def _unique_label(name: str, limit: int, used: set[str]) -> str:
    label, number = _label(name, limit, "role"), 1
    while label in used:
        number += 1
        label = f"{_label(name, limit - len(f'-{number}'), 'role')}-{number}"
    return label


def _label(name: str, limit: int, default: str) -> str:
    """Return the name as a DNS label of at most `limit` characters; a truncated one ends with a hash of the name."""
    label = _OTHER.sub("-", name.lower()).strip("-") or default
    if len(label) <= limit:
        return label
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{label[: limit - 7].rstrip('-')}-{digest}"

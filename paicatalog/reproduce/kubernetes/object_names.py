"""What the objects of a job are called in Kubernetes, which is stricter with names than the protocol.

A name is a label of DNS (RFC 1123): lower-case letters, digits and dashes, 63 characters at most; that of a Service
begins with a letter. The hostname of a Job's container is `JOB-INDEX`, which has to be such a label too.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from paicatalog.reproduce.job.plan import Plan

_LONGEST = 63
_LONGEST_OF_JOB = 36
"""Of the part that all names begin with; what is left is for the task role and the index."""
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one job's objects."""

    job: str
    """Of the Service and of the ConfigMap; all the others begin with it."""
    roles: Mapping[str, str]
    """Task role -> its part of names, which is different for each."""

    @property
    def values(self) -> str:
        """Return the name of the Secret with what is given when it starts."""
        return f"{self.job}-values"

    def login(self, number: int) -> str:
        """Return the name of the Secret with one of the registry logins, which count from 1."""
        return f"{self.job}-login-{number}"

    def role(self, role: str) -> str:
        """Return the name of the Job of a task role."""
        return f"{self.job}-{self.roles[role]}"

    def script(self, role: str) -> str:
        """Return the key of a task role's entry script."""
        return f"role-{self.roles[role]}.sh"


def kubernetes_names(found: Plan) -> Names:
    """Return names that are valid, and different from one another."""
    job = _label(found.request.name, _LONGEST_OF_JOB, "job")
    if not job[0].isalpha():
        job = _label(f"job-{job}", _LONGEST_OF_JOB, "job")
    roles: dict[str, str] = {}
    for role in found.roles:
        room = _LONGEST - len(f"{job}--{role.hardware.instances - 1}")
        roles[role.name] = _unused(role.name, room, set(roles.values()))
    return Names(job, roles)


def _unused(name: str, room: int, taken: set[str]) -> str:
    chosen, number = _label(name, room, "role"), 1
    while chosen in taken:
        number += 1
        chosen = f"{_label(name, room - len(f'-{number}'), 'role')}-{number}"
    return chosen


def _label(name: str, room: int, otherwise: str) -> str:
    """Return the name as a label of at most `room` characters; one that is cut gets a mark of what it was."""
    label = _OTHER.sub("-", name.lower()).strip("-") or otherwise
    if len(label) <= room:
        return label
    mark = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{label[: room - 7].rstrip('-')}-{mark}"

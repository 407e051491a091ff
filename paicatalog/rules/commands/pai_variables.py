"""The environment variables that OpenPAI sets in each container.

Source of the list: the REST server (`src/rest-server/src/models/v2/job/runtime-env.js` lines 18-64, `k8s.js` lines
397-410 and 501-509) and the OpenPAI runtime (`src/runtime` line 28, `src/init.d/framework_parser.py` lines 117-175).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import commands, job_of, mapping, task_roles

NAMES = frozenset(
    [
        "PAI_JOB_NAME",
        "PAI_FRAMEWORK_NAME",
        "PAI_USER_NAME",
        "PAI_USERNAME",
        "PAI_VIRTUAL_CLUSTER",
        "PAI_DEFAULT_FS_URI",
        "PAI_WORK_DIR",
        "PAI_DATA_DIR",
        "PAI_OUTPUT_DIR",
        "PAI_TASK_ROLE_COUNT",
        "PAI_TASK_ROLE_LIST",
        "PAI_TASK_ROLE_INSTANCES",
        "PAI_TASKS_NUM",
        "PAI_TASK_ROLES_NUM",
        "PAI_JOB_TASK_COUNT",
        "PAI_JOB_TASK_ROLE_COUNT",
        "PAI_JOB_TASK_ROLE_LIST",
        "PAI_CURRENT_TASK_ROLE_NAME",
        "PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX",
        "PAI_TASK_INDEX",
        "PAI_CURRENT_CONTAINER_IP",
        "PAI_CURRENT_CONTAINER_PORT",
        "PAI_CONTAINER_HOST_IP",
        "PAI_CONTAINER_HOST_PORT",
        "PAI_CONTAINER_HOST_PORT_LIST",
        "PAI_CONTAINER_SSH_PORT",
    ]
)
"""Variables of every job."""
STANDARD_PORTS = ("ssh", "http")
"""Port labels that every task role has."""

_OF_A_ROLE = re.compile(
    r"PAI_(?:TASK_ROLE_TASK_COUNT|RESOURCE|MIN_FAILED_TASK_COUNT|MIN_SUCCEEDED_TASK_COUNT)_(?P<role>\w+)"
    r"|PAI_TASK_ROLE_(?P<listed>\w+)_HOST_LIST"
)
_OF_AN_INSTANCE = re.compile(
    r"PAI_HOST_IP_(?P<role>\w+)_(?P<index>[0-9]+)"
    r"|PAI_PORT_LIST_(?P<role_2>\w+?)_(?P<index_2>[0-9]+)_(?P<label>\w*[A-Za-z_]\w*)"
)
_OWN_PORT = re.compile(r"PAI_CONTAINER_HOST_(?P<label>\w+)_PORT_LIST")
_FOREIGN_PORT = re.compile(r"PAI_(?=\w+_PORT\Z)\w+?_[0-9]+_\w{6}")
"""The port of an instance of another role, `PAI_ROLE_0_LABEL_PORT`; a label has at least one character."""
_READ = re.compile(r"\$(?:(PAI_[A-Z]\w*)|\{(PAI_[A-Z]\w*)\})(?![\w${])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that a shell command reads, with the parts of its name."""

    name: str
    place: Place
    reader: str
    """The task role whose command reads it."""
    role: str | None = None
    """The task role in its name."""
    index: int | None = None
    """The instance in its name."""
    port: str | None = None
    """The port label in its name."""
    known: bool = True
    """Whether it has a form that OpenPAI provides."""


def variables(document: Document) -> Iterator[Variable]:
    """Yield the variables `PAI_...` that commands read as `$NAME` or `${NAME}`, once per command.

    Variables that the commands set themselves, and names composed of other variables, are left out.
    """
    job = job_of(document)
    roles = dict(task_roles(job))
    own = _assigned(document.source.text)
    for pointer, role, listed in commands(job):
        for index, command in enumerate(listed):
            if isinstance(command, str):
                for name in dict.fromkeys(_names(command)):
                    if name not in own:
                        yield _parse_name(name, Place((*pointer, index), excerpt=name), role, roles)


def ports_of(role: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the port labels of a task role."""
    declared = mapping(mapping(role.get("resourcePerInstance")).get("ports"))
    return (*declared, *STANDARD_PORTS)


def _names(command: str) -> Iterator[str]:
    for plain, braced in _READ.findall(command):
        name = plain or braced
        if not name.endswith("_"):
            yield name


def _assigned(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b(PAI_\w+)=", text))


def _parse_name(name: str, place: Place, reader: str, roles: Mapping[str, Any]) -> Variable:
    if name in NAMES:
        return Variable(name, place, reader)
    if match := _OF_A_ROLE.fullmatch(name):
        return Variable(name, place, reader, match["role"] or match["listed"])
    if found := _of_known_role(name, roles):
        return Variable(name, place, reader, *found)
    if match := _OF_AN_INSTANCE.fullmatch(name):
        index = int((match["index"] or match["index_2"])[:9])
        return Variable(name, place, reader, match["role"] or match["role_2"], index, match["label"])
    if match := _OWN_PORT.fullmatch(name):
        return Variable(name, place, reader, reader, None, match["label"])
    return Variable(name, place, reader, known=_FOREIGN_PORT.match(name) is not None)


def _of_known_role(name: str, roles: Mapping[str, Any]) -> tuple[str, int, str | None] | None:
    """Return (role, instance, port label) if the role is one of the job's: its name may contain digits and `_`."""
    for family in ("PAI_HOST_IP_", "PAI_PORT_LIST_"):
        for role in sorted(roles, key=len, reverse=True) if name.startswith(family) else ():
            index, _, label = name.removeprefix(f"{family}{role}_").partition("_")
            if name.startswith(f"{family}{role}_") and index.isdecimal():
                return role, int(index[:9]), label or None
    return None

import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.commands.pai_variables import STANDARD_PORTS
from paicatalog.rules.document_parts import data_of, job_of, leaves, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_DESCRIPTIVE_KEYS = ("name", "contributor", "description")
_NAME = re.compile(r"PAI_(?:PORT|CONTAINER_HOST(?!_IP))[\w${}]{0,300}")
_MATCHES_ANY = re.compile(r"(?:_|\}|[}$]\w*_PORT_LIST|\$\w*|^PAI_(?:PORT|CONTAINER_HOST)(?:_PORT)?(?:_LIST)?)$")
"""Names that end in a variable or refer to all ports."""


@rule(Severity.NOTE, Group.RESOURCES, keys={"ports"})
def unused_port(document: Document) -> Iterator[Violation]:
    """Finds a declared port that no command reads.

    ## Why

    Every declared port is reserved on the machine. Which one it is, commands learn from
    `PAI_PORT_LIST_<role>_<i>_<label>` or `PAI_CONTAINER_HOST_<label>_PORT_LIST`; without them the port is held
    and nobody listens. A program that reads these variables by itself may well use it, which this rule cannot see.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
          ports:
            web: 1
        commands:
          - python -m http.server 8080
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
          ports:
            web: 1
        commands:
          - python -m http.server $PAI_CONTAINER_HOST_web_PORT_LIST
    ```
    """
    declared = [
        (("taskRoles", role, "resourcePerInstance", "ports", label), label)
        for role, fields in task_roles(job_of(document))
        for label in mapping(mapping(fields.get("resourcePerInstance")).get("ports"))
        if label not in STANDARD_PORTS
    ]
    read = _read(document) if declared else frozenset()
    for pointer, label in declared:
        if read is not None and label not in read:
            listen = f"Listen on `$PAI_CONTAINER_HOST_{label}_PORT_LIST`"
            hint = f"{listen}, or delete the label if no program reads it by itself."
            yield Violation(Place(pointer, Part.KEY), f"No command reads the port {quote(label)}.", hint)


def _read(document: Document) -> frozenset[str] | None:
    """Return possible labels of the ports that are read; None if a name is composed, so that it may be any."""
    labels: set[str] = set()
    for key, value in data_of(document).items():
        for _, text in leaves(value) if key not in _DESCRIPTIVE_KEYS else ():
            for name in _NAME.findall(text):
                whole = name.removesuffix("}") if name.count("}") > name.count("{") else name
                if _MATCHES_ANY.search(whole):
                    return None
                steps = whole.removesuffix("_PORT_LIST").split("_")
                labels.update("_".join(steps[index:]) for index in range(3, len(steps)))
    return frozenset(labels)

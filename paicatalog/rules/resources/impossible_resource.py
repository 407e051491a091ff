from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import is_whole_number, job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_LEAST = (("cpu", 1), ("memoryMB", 1), ("gpu", 0))
_REMEDY = {0: "Write `0` for none.", 1: "Write `1` or more."}


@rule(Severity.WARNING, Group.RESOURCES)
def impossible_resource(document: Document) -> Iterator[Violation]:
    """Finds a task role that asks for no processor, no memory, or less than nothing.

    ## Why

    The REST server takes any whole number; a container without a processor or memory is never started, and a
    job that asks for less than nothing is not either.

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
          cpu: 0
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
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
        commands:
          - python -c 'print("hello")'
    ```
    """
    for role, fields in task_roles(job_of(document)):
        found = mapping(fields.get("resourcePerInstance"))
        for key, least in _LEAST:
            if is_whole_number(value := found.get(key)) and value < least:
                yield _too_little(role, ("resourcePerInstance", key), value, least)
        for label, count in mapping(found.get("ports")).items():
            if is_whole_number(count) and count < 0:
                yield _too_little(role, ("resourcePerInstance", "ports", label), count, 1)
        shared = mapping(fields.get("extraContainerOptions")).get("shmMB")
        if is_whole_number(shared) and shared < 1:
            yield _too_little(role, ("extraContainerOptions", "shmMB"), shared, 1)


def _too_little(role: str, path: tuple[str, ...], value: int, least: int) -> Violation:
    message = f"Task role {quote(role)} asks for {value} as {quote(path[-1])}."
    return Violation(Place(("taskRoles", role, *path)), message, _REMEDY[least])

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import is_whole_number, job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.RESOURCES, keys={"shmMB"})
def shm_exceeds_memory(document: Document) -> Iterator[Violation]:
    """Finds a task role with more shared memory than memory.

    ## Why

    What a process writes to `/dev/shm` counts as memory of its container: once both together are more than
    `memoryMB`, the container is killed. So the shared memory beyond `memoryMB` cannot be used.

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
        extraContainerOptions:
          shmMB: 4096
        dockerImage: python
        resourcePerInstance:
          cpu: 1
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
        extraContainerOptions:
          shmMB: 512
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
        shared = mapping(fields.get("extraContainerOptions")).get("shmMB")
        memory = mapping(fields.get("resourcePerInstance")).get("memoryMB")
        if is_whole_number(shared) and is_whole_number(memory) and shared > memory > 0:
            message = f"`shmMB` is {shared}, but all memory of {quote(role)} is {memory} MB."
            place = Place(("taskRoles", role, "extraContainerOptions", "shmMB"))
            yield Violation(place, message, f"Write less than `{memory}`, or set `memoryMB` above `{shared}`.")

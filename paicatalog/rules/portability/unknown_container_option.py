from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion

_OPTIONS = ["shmMB", "infiniband"]


@rule(Severity.WARNING, Group.PORTABILITY, keys={"extraContainerOptions"})
def unknown_container_option(document: Document) -> Iterator[Violation]:
    """Finds an entry of `extraContainerOptions` that OpenPAI does not read.

    ## Why

    It has no effect: there are `shmMB` (a whole number) and `infiniband` (true or false). The REST server
    lets others pass without a word, the written specification does not.

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
          shmMb: 1024
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
          shmMB: 1024
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
        for key, value in mapping(fields.get("extraContainerOptions")).items():
            pointer = ("taskRoles", role, "extraContainerOptions", key)
            if key not in _OPTIONS:
                message = f"OpenPAI has no container option {quote(key)}."
                yield Violation(Place(pointer, Part.KEY), message, suggestion(key, _OPTIONS))
            elif key == "infiniband" and not isinstance(value, bool):
                yield Violation(Place(pointer), f"`infiniband` is {quote(value)}.", "Write `true` or `false`.")

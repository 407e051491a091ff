from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion


@rule(Severity.WARNING, Group.PLUGINS, keys={"hivedScheduler"})
def hived_unknown_role(document: Document) -> Iterator[Violation]:
    """Finds a HiveD setting for a task role that the job does not have.

    ## Why

    The setting has no effect, and the task role that it was meant for gets whatever hardware there is.

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
        commands:
          - python -c 'print("hello")'
    extras:
      hivedScheduler:
        taskRoles:
          worker:
            skuType: K80
            skuNum: 1
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
    extras:
      hivedScheduler:
        taskRoles:
          main:
            skuType: K80
            skuNum: 1
    ```
    """
    job = job_of(document)
    hived = mapping(mapping(job.get("extras")).get("hivedScheduler"))
    roles = [name for name, _ in task_roles(job)]
    for name in mapping(hived.get("taskRoles")) if roles else ():
        if name not in roles:
            place = Place(("extras", "hivedScheduler", "taskRoles", name), Part.KEY)
            message = f"The HiveD scheduler is told about {quote(name)}, which is no task role of the job."
            yield Violation(place, message, suggestion(name, roles))

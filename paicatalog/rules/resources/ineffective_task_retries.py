from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import is_whole_number, job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule


@rule(Severity.WARNING, Group.RESOURCES, keys={"taskRetryCount"})
def ineffective_task_retries(document: Document) -> Iterator[Violation]:
    """Finds a `taskRetryCount` in a job whose tasks OpenPAI does not retry.

    ## Why

    OpenPAI starts all instances of a job together (gang allocation) unless `extras.gangAllocation` is `false`, and
    then never restarts a single one: the first failure ends the job, whatever the count says. `jobRetryCount` works
    in both cases; it restarts the whole job.

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
        taskRetryCount: 2
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
        taskRetryCount: 2
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    extras:
      gangAllocation: false
    ```
    """
    job = job_of(document)
    if mapping(job.get("extras")).get("gangAllocation") is False:
        return
    for role, fields in task_roles(job):
        number = fields.get("taskRetryCount")
        if is_whole_number(number) and number:
            message = "`taskRetryCount` has no effect: OpenPAI retries tasks only without gang allocation."
            hint = "Set `extras.gangAllocation: false`, or use `jobRetryCount` to retry the whole job."
            yield Violation(Place(("taskRoles", role, "taskRetryCount")), message, hint)

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import is_whole_number, job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.RESOURCES, keys={"completion"})
def completion_exceeds_instances(document: Document) -> Iterator[Violation]:
    """Finds a `completion` that waits for more instances than the task role has.

    ## Why

    That many can neither fail nor succeed, so that the number decides nothing: a job that was meant to end with
    its first failures goes on to the last.

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
        instances: 2
        completion:
          minFailedInstances: 3
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
        instances: 2
        completion:
          minFailedInstances: 1
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
        instances, completion = fields.get("instances", 1), mapping(fields.get("completion"))
        for key in ("minFailedInstances", "minSucceededInstances") if completion else ():
            number = completion.get(key)
            if is_whole_number(number) and is_whole_number(instances) and number > instances > 0:
                message = f"`{key}` is {number}, but {quote(role)} has {_counted(instances)}."
                hint = f"Write `{instances}` or less, `-1` if no number decides, or raise `instances`."
                yield Violation(Place(("taskRoles", role, "completion", key)), message, hint)


def _counted(instances: int) -> str:
    return "1 instance" if instances == 1 else f"{instances} instances"

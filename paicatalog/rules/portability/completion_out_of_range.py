from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.PORTABILITY, keys={"completion"})
def completion_out_of_range(document: Document) -> Iterator[Violation]:
    """Finds a `completion` with a number below -1, or with nothing.

    ## Why

    -1 is the one special value: no number of instances decides. The REST server takes others and null, but the written
    specification and the portal do not, and what they mean is not said anywhere.

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
        completion:
          minFailedInstances: -2
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
        completion:
          minFailedInstances: -1
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
        completion = mapping(fields.get("completion"))
        for key in ("minFailedInstances", "minSucceededInstances"):
            if key in completion and _is_odd(value := completion[key]):
                message = f"`{key}` is {quote(value)}, which the specification does not know."
                place = Place(("taskRoles", role, "completion", key))
                yield Violation(
                    place, message, "Write `-1` (no number of instances decides), `1` or more, or delete the key."
                )


def _is_odd(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value < -1)

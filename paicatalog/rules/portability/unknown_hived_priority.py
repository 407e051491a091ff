from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import job_of, mapping
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion

_PRIORITIES = ["crit", "prod", "test", "oppo"]


@rule(Severity.WARNING, Group.PORTABILITY, keys={"hivedScheduler"})
def unknown_hived_priority(document: Document) -> Iterator[Violation]:
    """Finds a priority class that the HiveD scheduler does not have.

    ## Why

    A cluster with HiveD refuses the job when it is submitted. It knows `crit`, `prod`, `test` and `oppo`.

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
        jobPriorityClass: high
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
        jobPriorityClass: prod
    ```
    """
    hived = mapping(mapping(job_of(document).get("extras")).get("hivedScheduler"))
    priority = hived.get("jobPriorityClass")
    if priority is not None and priority not in _PRIORITIES:
        place = Place(("extras", "hivedScheduler", "jobPriorityClass"))
        message = f"The HiveD scheduler has no priority class {quote(priority)}."
        yield Violation(place, message, suggestion(priority, _PRIORITIES))

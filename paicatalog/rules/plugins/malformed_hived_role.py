from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.javascript.values import js_type
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import job_of, mapping
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.PLUGINS, keys={"hivedScheduler"})
def malformed_hived_role(document: Document) -> Iterator[Violation]:
    """Finds a HiveD setting of a task role with a value of the wrong kind.

    ## Why

    The REST server takes anything below `extras`; the written specification and HiveD itself want text as
    `skuType` and a whole number of at least 1 as `skuNum`. A setting that they cannot read has no effect or
    fails the job.

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
          main:
            skuType: null
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
    hived = mapping(mapping(job_of(document).get("extras")).get("hivedScheduler"))
    for role, fields in mapping(hived.get("taskRoles")).items():
        place = ("extras", "hivedScheduler", "taskRoles", role)
        kind, number = mapping(fields).get("skuType", ""), mapping(fields).get("skuNum", 1)
        if not isinstance(kind, str):
            message = f"`skuType` of {quote(role)} is {js_type(kind)}; HiveD wants text."
            yield Violation(
                Place((*place, "skuType")),
                message,
                "Name a kind of hardware, as in `skuType: K80`, or delete the key for any.",
            )
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            message = f"`skuNum` of {quote(role)} is {quote(number)}; HiveD wants a whole number of at least 1."
            yield Violation(Place((*place, "skuNum")), message, "Write how many each instance gets, as in `skuNum: 1`.")

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import commands, job_of
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe


@rule(Severity.WARNING, Group.COMMANDS, texts={"\\"})
def dangling_continuation(document: Document) -> Iterator[Violation]:
    r"""Finds a last command that ends in a backslash.

    ## Why

    The backslash continues the command on the next line, and there is none. Where a deployment adds
    commands after it, it swallows the first of them.

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
          - python train.py --epochs 10 \
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
          - python train.py --epochs 10
    ```
    """
    for pointer, _, listed in commands(job_of(document)):
        last = listed[-1] if listed else None
        if isinstance(last, str) and last.rstrip().endswith("\\"):
            message = f"The last of {describe(pointer)} ends in a backslash, and nothing follows."
            yield Violation(
                Place((*pointer, len(listed) - 1)),
                message,
                r"Delete the `\` at its end, or add the line that is to follow.",
            )

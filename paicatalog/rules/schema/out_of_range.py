from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe, quote, sentence


@rule(Severity.ERROR, Group.SCHEMA)
def out_of_range(document: Document) -> Iterator[Violation]:
    """Finds a number below the least that the protocol allows.

    ## Why

    `instances` is at least 1, `jobRetryCount` at least 0; OpenPAI refuses less.

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
        instances: 0
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
        instances: 1
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```
    """
    for problem in problems(document, ProblemKind.OUT_OF_RANGE):
        value, minimum = problem.detail.get("value"), problem.detail.get("minimum")
        message = f"{sentence(describe(problem.place.pointer))} is {quote(value)}; the least is {minimum}."
        yield Violation(problem.place, message, f"Write `{minimum}` or more.")

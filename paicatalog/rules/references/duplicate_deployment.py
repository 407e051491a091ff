from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.ERROR, Group.REFERENCES)
def duplicate_deployment(document: Document) -> Iterator[Violation]:
    """Finds two deployments with one name.

    ## Why

    `defaults.deployment` chooses a deployment by its name. OpenPAI refuses a job that has two of one name.

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
    deployments:
      - name: prod
        taskRoles: {main: {preCommands: [date]}}
      - name: prod
        taskRoles: {main: {postCommands: [date]}}
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
    deployments:
      - name: prod
        taskRoles: {main: {preCommands: [date]}}
      - name: test
        taskRoles: {main: {postCommands: [date]}}
    ```
    """
    for problem in problems(document, ProblemKind.DUPLICATE_DEPLOYMENT):
        name, first = problem.detail.get("name"), problem.detail.get("first")
        related = ((document.source.path, first, "first listed here"),) if isinstance(first, Place) else ()
        message = f"The job lists two deployments with the name {quote(name)}."
        yield Violation(
            problem.place,
            message,
            f"Rename one of the two, for example to {quote(f'{name}_2')}, or delete it.",
            related,
        )

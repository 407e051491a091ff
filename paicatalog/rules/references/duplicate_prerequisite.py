from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.ERROR, Group.REFERENCES)
def duplicate_prerequisite(document: Document) -> Iterator[Violation]:
    """Finds two prerequisites of one type with one name.

    ## Why

    Task roles refer to prerequisites by name, so that nobody could say which of the two is meant. OpenPAI
    refuses the job.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
      - type: dockerimage
        name: python
        uri: "python:3.13-slim"
    taskRoles:
      main:
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
      - type: dockerimage
        name: python-next
        uri: "python:3.13-slim"
    taskRoles:
      next:
        dockerImage: python-next
        resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
        commands: [python --version]
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```
    """
    for problem in problems(document, ProblemKind.DUPLICATE_PREREQUISITE):
        kind, name, first = (problem.detail.get(key) for key in ("type", "name", "first"))
        related = ((document.source.path, first, "first listed here"),) if isinstance(first, Place) else ()
        message = f"The job lists two prerequisites of type {quote(kind)} with the name {quote(name)}."
        yield Violation(
            problem.place,
            message,
            f"Rename one of the two, for example to {quote(f'{name}_2')}, or delete it.",
            related,
        )

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.parts import job_of, mapping, task_roles
from paicatalog.rules.reference import unreferenced
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.TEMPLATES)
def unused_parameter(document: Document) -> Iterator[Violation]:
    """Finds a parameter that nothing in the file refers to.

    ## Why

    Whoever changes it expects an effect, and there is none: the value is probably written out in a command,
    or the parameter is left over.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    parameters:
      epochs: 10
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
    parameters:
      epochs: 10
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python train.py --epochs <% $parameters.epochs %>
    ```
    """
    job = job_of(document)
    parameters = mapping(job.get("parameters")) if task_roles(job) else {}
    unused = unreferenced(document, "$parameters", parameters)
    for name in unused:
        message = f"Nothing refers to the parameter {quote(name)}."
        hint = f"Use it as `<% $parameters.{name} %>`, or delete it."
        yield Violation(Place(("parameters", name), Part.KEY), message, hint)

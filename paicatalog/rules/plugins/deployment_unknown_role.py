from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import deployments, job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion


@rule(Severity.WARNING, Group.PLUGINS, keys={"deployments"})
def deployment_unknown_role(document: Document) -> Iterator[Violation]:
    """Finds a deployment for a task role that the job does not have.

    ## Why

    Its commands run nowhere, without a word: the task role was renamed, or its name is misspelled.

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
        taskRoles:
          worker:
            preCommands: [nvidia-smi]
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
        taskRoles:
          main:
            preCommands: [nvidia-smi]
    ```
    """
    job = job_of(document)
    roles = [name for name, _ in task_roles(job)]
    for pointer, deployment in deployments(job) if roles else ():
        for name in mapping(deployment.get("taskRoles")):
            if name not in roles:
                place = Place((*pointer, "taskRoles", name), Part.KEY)
                which = quote(deployment.get("name"))
                message = f"The deployment {which} is for {quote(name)}, which is no task role of the job."
                yield Violation(place, message, suggestion(name, roles))

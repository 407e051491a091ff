from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import job_of, prerequisites, strings
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion


@rule(Severity.WARNING, Group.REFERENCES, keys={"require"})
def unresolved_requirement(document: Document) -> Iterator[Violation]:
    """Finds a `require` that names no prerequisite of the job.

    ## Why

    A prerequisite pulls those that it requires in before itself. One that is not there cannot be pulled in,
    and what it would have prepared is missing when the job runs.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
      - type: script
        name: tools
        require: [install-git]
    taskRoles:
      main:
        script: tools
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
      - type: script
        name: tools
        require: [install-git]
      - type: script
        name: install-git
    taskRoles:
      main:
        script: tools
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```
    """
    job = job_of(document)
    names = {item["name"] for _, item in prerequisites(job) if isinstance(item.get("name"), str)}
    for pointer, item in prerequisites(job):
        for index, name in strings(item.get("require")):
            if name not in names:
                place = Place((*pointer, "require", index))
                message = f"{quote(item.get('name'))} requires {quote(name)}, which is no prerequisite of the job."
                yield Violation(
                    place, message, suggestion(name, sorted(names - {item.get("name")}), "Add it to `prerequisites`.")
                )

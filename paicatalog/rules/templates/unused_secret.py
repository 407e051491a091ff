from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.template_references import rename, unreferenced
from paicatalog.rules.wording import quote


@rule(Severity.NOTE, Group.TEMPLATES, keys={"secrets"})
def unused_secret(document: Document) -> Iterator[Violation]:
    """Finds a secret that nothing in the file refers to.

    ## Why

    A secret that nothing needs should not be asked for. Most often it is left over, or a reference to it is
    misspelled.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    secrets:
      token: "******"
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
    secrets:
      token: "******"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python upload.py --token <% $secrets.token %>
    ```
    """
    job = job_of(document)
    secrets = mapping(job.get("secrets")) if task_roles(job) else {}
    unused = unreferenced(document, "$secrets", secrets)
    for name in unused:
        message = f"Nothing refers to the secret {quote(name)}."
        hint = rename(name, secrets) if "." in name else f"Use it as `<% $secrets.{name} %>`, or delete it."
        yield Violation(Place(("secrets", name), Part.KEY), message, hint)

import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import job_of, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_EDITABLE = re.compile(r"[a-z0-9]{1,63}")
_VALID = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


@rule(Severity.WARNING, Group.PORTABILITY, keys={"taskRoles"})
def role_name_not_editable(document: Document) -> Iterator[Violation]:
    """Finds a task role whose name the web portal's form cannot edit.

    ## Why

    OpenPAI runs the job; but the form of its web portal, where people import and adapt jobs, takes names of
    lower-case letters and digits only, at most 63.

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
      Main_role:
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
      mainrole:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```
    """
    for name, _ in task_roles(job_of(document)):
        if not _EDITABLE.fullmatch(name) and _VALID.fullmatch(name):
            message = f"The portal's form cannot edit the task role {quote(name)}."
            hint = f"Call it `{_corrected(name)}`, for example: lower-case letters and digits, at most 63."
            yield Violation(Place(("taskRoles", name), Part.KEY), message, hint)


def _corrected(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())[:63] or "main"

from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.component_type import PREREQUISITE_TYPES
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import job_of, prerequisites, strings, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.template_references import doubtful_references
from paicatalog.rules.wording import quote

_TYPES = list(PREREQUISITE_TYPES)


@rule(Severity.NOTE, Group.TEMPLATES, keys={"prerequisites"})
def unused_prerequisite(document: Document) -> Iterator[Violation]:
    """Finds a prerequisite that no task role uses.

    ## Why

    The catalog would show the job as a user of a component that it does not need. A task role uses what it
    names in `dockerImage`, `data`, `script`, `output` or `prerequisites`; a prerequisite also uses what it
    lists in `require`.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
      - type: data
        name: mnist
        uri: [https://example.com/mnist.tar.gz]
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
      - type: data
        name: mnist
        uri: [https://example.com/mnist.tar.gz]
    taskRoles:
      main:
        data: mnist
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```
    """
    job = job_of(document) if document.valid else {}  # Another mistake may be why nothing uses it.
    used = set(_used(job))
    for pointer, item in prerequisites(job):
        kind, name = item.get("type"), item.get("name")
        if not isinstance(name, str) or kind not in _TYPES or (kind, name) in used or (None, name) in used:
            continue
        if any(reference.root == f"${kind}" and not reference.resolved for reference in doubtful_references(document)):
            continue  # A task role refers to it without naming it, which another rule reports.
        message = f"No task role uses the {kind} {quote(name)}."
        yield Violation(Place((*pointer, "name")), message, _remedy(kind, name))


def _used(job: Mapping[str, Any]) -> Iterator[tuple[object, str]]:
    """Yield (type, name) of used prerequisites; the type is None for any."""
    for _, fields in task_roles(job):
        for kind in PREREQUISITE_TYPES:
            if isinstance(name := fields.get(kind.role_field), str):
                yield kind, name
        for _, name in strings(fields.get("prerequisites")):
            yield None, name
    for _, item in prerequisites(job):
        for _, name in strings(item.get("require")):
            yield None, name


def _remedy(kind: object, name: str) -> str:
    field = next((known.role_field for known in PREREQUISITE_TYPES if known == kind), "prerequisites")
    return f"Name it in a task role (`{field}: {name}`), or delete it."

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import is_whole_number, job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_MOST = 100


@rule(Severity.WARNING, Group.RESOURCES, keys={"ports"})
def port_number_as_count(document: Document) -> Iterator[Violation]:
    """Finds a port label that asks for more ports than any job needs: most likely the number of a port.

    ## Why

    `ports` says how many ports each instance gets for a label; which ones they are, OpenPAI decides. `web: 8080`
    reserves 8080 ports on every machine, if any has so many left. Commands read the port from
    `PAI_PORT_LIST_<role>_<i>_<label>`.

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
          ports:
            web: 8080
        commands:
          - python -m http.server 8080
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
          ports:
            web: 1
        commands:
          - python -m http.server $PAI_CONTAINER_HOST_web_PORT_LIST
    ```
    """
    for role, fields in task_roles(job_of(document)):
        for label, count in mapping(mapping(fields.get("resourcePerInstance")).get("ports")).items():
            if is_whole_number(count) and count > _MOST:
                message = f"{quote(label)} asks for {count} ports: `ports` counts them, it does not number them."
                place = Place(("taskRoles", role, "resourcePerInstance", "ports", label))
                hint = f"Write `{label}: 1`, and read the port from `$PAI_CONTAINER_HOST_{label}_PORT_LIST`."
                yield Violation(place, message, hint)

from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.rule import Group, catalog_rule
from paicatalog.rules.wording import quote


@catalog_rule(Severity.WARNING, Group.CATALOG)
def drift(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Finds a prerequisite with the name of a shared component but another URI.

    ## Why

    To readers it is the shared component; to the job it is something else. Either the shared component has
    moved on and the job was forgotten, or two things have one name.

    ## Example

    ```yaml
    # catalog/data/mnist.yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ```yaml
    # catalog/jobs/hello.yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
      - type: data
        name: mnist
        uri: [https://elsewhere.example/mnist.tar.gz]
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

    ## Use instead

    ```yaml
    # catalog/data/mnist.yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ```yaml
    # catalog/jobs/hello.yaml
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
    for link in catalog.links:
        job, target = catalog.get(link.job), catalog.get(link.target) if link.target else None
        if not link.drift or job is None or target is None or job.path is None:
            continue
        ours, theirs = _uris(link.prerequisite.data), ", ".join(target.uris)
        message = f"{quote(target.name)} is {quote(ours)} here, but {quote(theirs)} in the catalog."
        related = ((target.path, Place(("uri",)), "the shared component"),) if target.path else ()
        hint = f"Copy `uri` from {target.path or 'there'}, or give yours another `name`."
        yield job.path, Violation(Place((*link.prerequisite.pointer, "uri")), message, hint, related)


def _uris(data: Mapping[str, Any]) -> str:
    found = data.get("uri")
    return ", ".join(map(str, found)) if isinstance(found, list) else str(found)

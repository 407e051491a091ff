from collections.abc import Iterator

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import mapping
from paicatalog.rules.rule import Group, catalog_rule
from paicatalog.rules.wording import quote

_REMEDY = "Use another one, or mark the job itself with `extras.paicatalog.deprecated`."


@catalog_rule(Severity.WARNING, Group.CATALOG)
def deprecated_use(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Finds a job that uses a deprecated component.

    ## Why

    Its owner says that it should not be used any more, and often what to use instead. Jobs that are
    deprecated themselves are left out: they show how it was done.

    ## Example

    ```yaml
    # catalog/data/mnist.yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    extras:
      paicatalog:
        deprecated:
          reason: Its labels have errors.
          successor: mnist-2
    ```

    ```yaml
    # catalog/data/mnist-2.yaml
    protocolVersion: 2
    name: mnist-2
    type: data
    uri:
      - https://example.com/mnist-2.tar.gz
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

    ## Use instead

    ```yaml
    # catalog/data/mnist.yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    extras:
      paicatalog:
        deprecated:
          reason: Its labels have errors.
          successor: mnist-2
    ```

    ```yaml
    # catalog/data/mnist-2.yaml
    protocolVersion: 2
    name: mnist-2
    type: data
    uri:
      - https://example.com/mnist-2.tar.gz
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
        name: mnist-2
        uri: [https://example.com/mnist-2.tar.gz]
    taskRoles:
      main:
        data: mnist-2
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
        if job is None or target is None or job.path is None or not (deprecated := target.facts.get("deprecated")):
            continue
        if job.facts.get("deprecated"):
            continue
        facts = mapping(deprecated)
        reason = f": {quote(facts['reason'])[1:-1].rstrip('.')}" if facts.get("reason") else ""
        message = f"The {target.type} {quote(target.name)} is deprecated{reason}."
        successor = facts.get("successor")
        hint = f"Use {quote(successor)} instead." if successor else _REMEDY
        path = ("extras", "paicatalog", "deprecated")
        related = ((target.path, Place(path, Part.KEY), "deprecated here"),) if target.path else ()
        yield job.path, Violation(Place((*link.prerequisite.pointer, "name")), message, hint, related)

from collections.abc import Iterator

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.rule import Group, catalog_rule
from paicatalog.rules.wording import quote


@catalog_rule(Severity.NOTE, Group.CATALOG)
def unused_component(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Finds a shared component that no job of the catalog uses.

    ## Why

    Readers look for what they can run: a component without a job that shows its use is found by few, and nobody
    notices when it stops working. Deprecated components are left out, and so is a catalog without jobs. The
    versions of a component count as one.

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
    if not any(job.path for job in catalog.of_type(ComponentType.JOB)):
        return
    used = {(link.target.type, link.target.name) for link in catalog.links if link.target}
    for component in catalog.components:
        of_a_file = component.path is not None and component.type is not ComponentType.JOB
        if of_a_file and (component.type, component.name) not in used and not component.facts.get("deprecated"):
            message = f"No job of the catalog uses the {component.type} {quote(component.name)}."
            hint = (
                f"Add a job that has `type: {component.type}` and `name: {component.name}` among its `prerequisites`."
            )
            yield component.path or "", Violation(Place(("name",)), message, hint)

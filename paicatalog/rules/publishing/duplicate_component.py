from collections.abc import Iterator

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.rule import Group, catalog_rule
from paicatalog.rules.wording import quote


@catalog_rule(Severity.ERROR, Group.PUBLISHING)
def duplicate_component(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Finds two files that describe the same component: same type, name and version.

    ## Why

    Type, name and version are what a component is called; jobs refer to it by them, and its page has them
    in its address. Of two with the same, nobody could say which is meant.

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
    # catalog/data/copy.yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ## Use instead

    ```yaml
    # catalog/data/mnist.yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: "1.0.0"
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ```yaml
    # catalog/data/mnist-2.yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: "2.0.0"
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    for first, second in catalog.duplicates:
        if first.path is None or second.path is None:
            continue
        version = f" in version {quote(second.version)}" if second.version else ""
        message = f"The {second.type} {quote(second.name)}{version} is already described by {first.path}."
        related = ((first.path, Place(("name",)), "first described here"),)
        yield (
            second.path,
            Violation(Place(("name",)), message, "Rename it, give it another `version`, or delete it.", related),
        )

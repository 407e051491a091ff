from collections.abc import Iterator

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import mapping
from paicatalog.rules.rule import Group, catalog_rule
from paicatalog.rules.wording import near, quote


@catalog_rule(Severity.WARNING, Group.CATALOG)
def dangling_successor(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Finds a deprecated component whose successor is not in the catalog.

    ## Why

    Whoever looks for the successor finds nothing: it was renamed, removed, or its name is misspelled. It is
    the name of a component of the same type.

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
    """
    for component in catalog.components:
        successor = mapping(component.facts.get("deprecated")).get("successor")
        if component.path is None or successor is None or successor == "":
            continue
        names = sorted({other.name for other in catalog.of_type(component.type)})
        if successor not in names or successor == component.name:
            others = [name for name in names if name != component.name]
            message = (
                f"The catalog has no {component.type} {quote(successor)}, which is to succeed {quote(component.name)}."
            )
            if successor == component.name:
                message = f"{quote(component.name)} is deprecated in favor of itself."
            place = Place(("extras", "paicatalog", "deprecated", "successor"))
            found = near(successor, others)
            missing = "Name another" if successor == component.name else "Add it to the catalog"
            hint = f"Did you mean {quote(found)}?" if found else f"{missing}, or delete the key `successor`."
            yield component.path, Violation(place, message, hint)

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import component_of
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.NOTE, Group.REPRODUCIBILITY)
def no_version(document: Document) -> Iterator[Violation]:
    """Finds a component without a version.

    ## Why

    A component without a version cannot change without changing every job that uses it, and nobody can say
    which state a result belongs to.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    contributor: vision-team
    description: Handwritten digits.
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: "1.0.0"
    contributor: vision-team
    description: Handwritten digits.
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    component = component_of(document)
    if component and not component.get("version"):
        message = f"The {document.type} {quote(document.name or '')} has no version."
        yield Violation(Place(("name",)), message, 'Add `version: "1.0.0"`, in quotes.')

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import component_of
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.NOTE, Group.REPRODUCIBILITY)
def no_description(document: Document) -> Iterator[Violation]:
    """Finds a component without a description.

    ## Why

    The description is what people read first: what it is, what it is for, what to expect. Without one a
    component is found only by those who know its name.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: "1.0.0"
    contributor: vision-team
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
    if component and not component.get("description"):
        message = f"The {document.type} {quote(document.name or '')} has no description."
        yield Violation(Place(("name",)), message, "Add `description: ...`; Markdown is shown on the component's page.")

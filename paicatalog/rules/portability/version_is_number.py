from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.locate import locate, source_line
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import component_of, prerequisites
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.PORTABILITY)
def version_is_number(document: Document) -> Iterator[Violation]:
    """Finds a version that YAML reads as a number.

    ## Why

    The number `1.10` is `1.1`, so that two versions become one. OpenPAI's written specification asks for
    text.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: 1.10
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: "1.10"
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    data = component_of(document)
    for pointer, item in (((), data), *prerequisites(data)):
        version = item.get("version")
        if isinstance(version, int | float) and not isinstance(version, bool):
            message = f"The version is a number, {quote(version)} to OpenPAI; `1.1` and `1.10` would be the same."
            place = Place((*pointer, "version"))
            yield Violation(place, message, f'Put it in quotes: `version: "{_written(document, place)}"`.')


def _written(document: Document, place: Place) -> str:
    """Return the version as in the file: the value does not distinguish `1.10` from `1.1`."""
    span = locate(document, place)
    return source_line(document, span.line)[span.column - 1 : span.end_column - 1]

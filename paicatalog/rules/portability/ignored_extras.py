from collections.abc import Iterator

from paicatalog.protocol.component_type import PREREQUISITE_TYPES
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.javascript.values import js_type
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import component_of
from paicatalog.rules.reading.tab_indentation import tab_indentation
from paicatalog.rules.rule import Group, rule


@rule(Severity.WARNING, Group.PORTABILITY, keys={"extras"})
def ignored_extras(document: Document) -> Iterator[Violation]:
    """Finds `extras` of a component that is no mapping, so that nobody reads it.

    ## Why

    In a component's own file `extras` holds what the catalog shows beside the protocol: tags, license, summary.
    OpenPAI does not look at it there. What is no mapping has no such names, and is most likely a mistake, such as
    the lines below it standing too far left.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    extras: MIT
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    extras:
      paicatalog:
        license: MIT
    ```
    """
    data = component_of(document) if document.valid else {}
    if "extras" not in data or document.type not in PREREQUISITE_TYPES or isinstance(data["extras"], dict):
        return
    if data["extras"] is None and next(iter(tab_indentation.check(document)), None):
        return  # Most likely it is empty because of the tab.
    found = data["extras"]
    message = (
        "`extras` is empty." if found is None else f"`extras` is {js_type(found)}, not a mapping; nobody reads it."
    )
    hint = (
        "Write `paicatalog: {license: MIT}` below it, indented, or whatever the catalog should show; or delete the key."
    )
    yield Violation(Place(("extras",)), message, hint)

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule


@rule(Severity.ERROR, Group.READING)
def not_a_mapping(document: Document) -> Iterator[Violation]:
    """Finds files that are YAML, but no mapping of keys to values.

    ## Why

    A protocol file is a mapping: `name`, `type` and the others are its keys.

    ## Example

    ```yaml
    - protocolVersion: 2
    - name: mnist
    - type: data
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    ```
    """
    for problem in problems(document, ProblemKind.NOT_A_MAPPING):
        found = problem.detail.get("found", "a value")
        message = (
            "The file is empty." if found == "nothing" else f"The file holds {found}, not a mapping of keys to values."
        )
        yield Violation(problem.place, message, "Begin it with `protocolVersion: 2`, `name: ...` and `type: ...`.")

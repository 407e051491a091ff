from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule


@rule(Severity.ERROR, Group.SCHEMA)
def too_long(document: Document) -> Iterator[Violation]:
    """Finds a name that is longer than the protocol allows.

    ## Why

    OpenPAI refuses names of more than 255 characters.

    ## Example

    ```text
    name: mnist-mnist-mnist-... (256 characters or more)
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    for problem in problems(document, ProblemKind.TOO_LONG):
        value, maximum = problem.detail.get("value"), problem.detail.get("maximum")
        what = problem.detail.get("what", "value")
        message = f"The {what} name is {len(str(value))} characters long; {maximum} are allowed."
        yield Violation(problem.place, message, "Shorten it; `description` has room for more.")

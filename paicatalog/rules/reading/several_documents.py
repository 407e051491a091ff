from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule


@rule(Severity.ERROR, Group.READING)
def several_documents(document: Document) -> Iterator[Violation]:
    """Finds a file that holds several YAML documents.

    ## Why

    A protocol file describes one component. OpenPAI refuses a file with a second document in it.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ---
    protocolVersion: 2
    name: cifar
    type: data
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
    for problem in problems(document, ProblemKind.SEVERAL_DOCUMENTS):
        message = "A second YAML document begins here; a protocol file holds one."
        yield Violation(problem.place, message, "Move it to a file of its own, or delete the `---` above it.")

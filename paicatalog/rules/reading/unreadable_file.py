from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule


@rule(Severity.ERROR, Group.READING)
def unreadable_file(document: Document) -> Iterator[Violation]:
    """Finds files that cannot be opened.

    ## Why

    A file without a reading has no page and no verdict. It is usually a link that leads nowhere, or a
    missing permission.

    ## Example

    ```text
    catalog/data/mnist.yaml -> /home/me/mnist.yaml (a link to another computer's folder)
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
    for problem in problems(document, ProblemKind.UNREADABLE_FILE):
        reason = str(problem.detail.get("reason", "")).rstrip(".")
        message = f"The file cannot be read: {reason}."
        yield Violation(problem.place, message, _remedy(reason))


def _remedy(reason: str) -> str:
    if "not a file" in reason:
        return "Write what it gives into a file that ends in `.yaml`."
    if reason.startswith("it is a link"):
        return "Replace the link with the file that it stands for, or delete it."
    return "Check its permissions, and where it leads if it is a link: `ls -l` shows both."

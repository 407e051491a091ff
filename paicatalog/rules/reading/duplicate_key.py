from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import listed, quote


@rule(Severity.ERROR, Group.READING)
def duplicate_key(document: Document) -> Iterator[Violation]:
    """Finds a key that is given twice in one mapping.

    ## Why

    OpenPAI refuses the file. Readers that do not would keep one of the two values and drop the other
    without a word.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    name: mnist-2
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist-2
    type: data
    ```
    """
    for problem in problems(document, ProblemKind.DUPLICATE_KEY):
        key, first = problem.detail.get("key"), problem.detail.get("first")
        related = ((document.source.path, first, "first given here"),) if isinstance(first, Place) else ()
        message = f"The key {quote(key)} is given twice in one mapping."
        where = f"in line {first.line}" if isinstance(first, Place) and first.line else "above"
        hint = f"Delete this {quote(key)}, or the one {where}."
        if also := problem.detail.get("also"):
            message = f"The keys {listed([key, *also], 'and')} are given twice in one item of a list."
            hint = f"If a new item begins here, write `- ` before {quote(key)}; else delete what is there twice."
        yield Violation(problem.place, message, hint, related)

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe, listed, near, quote, sentence


@rule(Severity.ERROR, Group.SCHEMA)
def bad_value(document: Document) -> Iterator[Violation]:
    """Finds a value that is none of those the protocol knows.

    ## Why

    `type` and `protocolVersion` have fixed values, and they are case-sensitive.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: dataset
    uri:
      - https://example.com/mnist.tar.gz
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
    for problem in problems(document, ProblemKind.BAD_VALUE):
        value, allowed = problem.detail.get("value"), tuple(problem.detail.get("allowed") or ())
        message = f"{sentence(describe(problem.place.pointer))} cannot be {quote(value)}."
        yield Violation(problem.place, message, _remedy(value, allowed))


def _remedy(value: object, allowed: tuple[object, ...]) -> str:
    if 2 in allowed:
        return "Write `protocolVersion: 2`."
    if found := near(value, allowed):
        return f"Did you mean {quote(found)}?"
    return f"Write {listed(allowed)}."

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule

_OTHERWISE = "Keep data and code outside, and refer to them by `uri`."
_REMEDIES = {
    "nesting": "Write fewer lists and mappings in one another; close each `[` and `{` that is opened.",
    "alias expansion": "Write the values out instead of `*alias`, or fewer of them.",
}


@rule(Severity.ERROR, Group.READING)
def too_large(document: Document) -> Iterator[Violation]:
    """Finds files that are far larger, or nested far deeper, than any job needs.

    ## Why

    No job comes near the limits: 1 MiB, 100 levels, 50,000 values. What does is data in the wrong place,
    or made to exhaust whoever reads it: a few lines of YAML aliases can stand for billions of values.

    ## Example

    ```yaml
    a: &a [x, x, x, x, x, x, x, x, x, x]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
    d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
    e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
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
    for problem in problems(document, ProblemKind.TOO_LARGE):
        reason, limit = problem.detail.get("reason", "size"), problem.detail.get("limit", 0)
        amount = f"{limit:,} bytes" if reason == "size" else f"{limit:,}"
        message = f"The file is too large to be read safely: its {reason} is more than {amount}."
        yield Violation(problem.place, message, _REMEDIES.get(str(reason), _OTHERWISE))

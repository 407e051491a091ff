import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.ERROR, Group.SCHEMA)
def bad_name(document: Document) -> Iterator[Violation]:
    """Finds a name with characters that names cannot have.

    ## Why

    Components and deployments are named by letters, digits, `_` and `-`. Task roles and port labels become
    parts of environment variables: letters, digits and `_`, not beginning with a digit.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist digits
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist-digits
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    for problem in problems(document, ProblemKind.BAD_NAME):
        name, what = str(problem.detail.get("value")), problem.detail.get("what", "name")
        hyphen = "-" in str(problem.detail.get("pattern"))[-4:]
        allowed = (
            "letters, digits, `_` and `-`" if hyphen else "letters, digits and `_`, and does not begin with a digit"
        )
        if not name.strip():
            yield Violation(problem.place, f"The {what} name is empty.", f"Write a name made of {allowed}.")
            continue
        if name != name.strip():
            message = f"The {what} name {quote(name)} has white space around it."
            remedy = f"Write {quote(name.strip())}, without the space or line break around it."
            yield Violation(problem.place, message, remedy)
            continue
        message = f"The {what} name {quote(name)} has characters that it cannot have: it is made of {allowed}."
        yield Violation(problem.place, message, _remedy(name, hyphen))


def _remedy(name: str, hyphen: bool) -> str:
    sign = "-" if hyphen else "_"
    corrected = re.sub(r"[^a-zA-Z0-9_-]+" if hyphen else r"[^a-zA-Z0-9_]+", sign, name).strip("-")[:60]
    if not hyphen and corrected[:1].isdigit():
        corrected = f"_{corrected}"
    return f"Write `{corrected}`, for example." if corrected.strip("_-") else "Write `my-name`, for example."

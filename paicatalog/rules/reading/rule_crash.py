from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.rules.rule import Group, rule


@rule(Severity.ERROR, Group.READING)
def rule_crash(document: Document) -> Iterator[Violation]:  # noqa: ARG001
    """Stands for a rule that failed instead of giving an answer.

    ## Why

    It is a mistake in paicatalog, not in the file. All other rules gave their answers; but what this one
    would have found is not known, and the gate must not pass what it could not look at. The message names
    the rule: please report it together with the file.

    ## Example

    ```text
    The rule `unknown-plugin` failed with TypeError: ...
    ```

    ## Use instead

    ```sh
    paicatalog validate --ignore unknown-plugin
    ```
    """
    yield from ()  # `check.py` makes these findings.

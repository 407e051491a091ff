from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import sentence, thing

_REMEDIES = {
    "a list": "Write a list: each item on a line of its own, beginning with `-` and a space.",
    "a mapping": "Write `key: value` lines below it, indented.",
    "a whole number": "Write digits only: no quotes, no unit, no point.",
}
_OF_TEXT = {
    "a list": "Write one text, not a list.",
    "a mapping": "If it is one text with `: ` in it, put it in quotes, or begin it with `|` on a line of its own.",
}


@rule(Severity.ERROR, Group.SCHEMA)
def wrong_type(document: Document) -> Iterator[Violation]:
    """Finds a value of another kind than the protocol asks for.

    ## Why

    OpenPAI refuses it. YAML decides by the spelling: `1.0` is a number, `"1.0"` is text; `true` is no text;
    nothing behind the colon is null.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: four
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```
    """
    for problem in problems(document, ProblemKind.WRONG_TYPE):
        found, expected = problem.detail.get("found"), tuple(problem.detail.get("expected") or ())
        message = f"{sentence(thing(problem.place.pointer))} is {found}; it must be {' or '.join(expected)}."
        yield Violation(problem.place, message, _remedy(str(found), expected))


def _remedy(found: str, expected: tuple[str, ...]) -> str:
    if found == "nothing":
        return "Give it a value, or delete the key."
    if "text" in expected:
        return _OF_TEXT.get(found, "Put it in quotes.")
    return next((_REMEDIES[kind] for kind in expected if kind in _REMEDIES), "")

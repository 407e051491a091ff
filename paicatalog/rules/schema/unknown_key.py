from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import listed, near, quote, thing


@rule(Severity.ERROR, Group.SCHEMA)
def unknown_key(document: Document) -> Iterator[Violation]:
    """Finds a key that the protocol does not know at that place.

    ## Why

    OpenPAI refuses it: most often it is a misspelling, or stands one level too high or too low. What the
    protocol has no key for belongs under `extras`.

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
        dockerimage: python
        resourcePerInstance:
          cpu: 1
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
    for problem in problems(document, ProblemKind.UNKNOWN_KEY):
        key, allowed = problem.detail.get("key"), problem.detail.get("allowed") or ()
        *parents, _ = problem.place.pointer or ("",)
        parent = thing(tuple(parents)) if parents else f"a {document.type or 'component'}"
        message = f"{quote(key)} is not a key of {parent}."
        yield Violation(problem.place, message, _remedy(key, allowed))


def _remedy(key: object, allowed: tuple[str, ...]) -> str:
    if found := near(key, allowed):
        return f"Did you mean {quote(found)}?"
    keys = f"It takes {listed(allowed, 'and')}." if len(allowed) <= 8 else ""
    return keys or "Delete it, or move it below `extras`."

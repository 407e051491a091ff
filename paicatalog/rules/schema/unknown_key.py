from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.yaml.syntax_errors.typography import SIGNS, name_of, plain_name_of
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe, listed, quote


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
        key = problem.detail.get("key")
        *parents, _ = problem.place.pointer or ("",)
        parent = describe(tuple(parents)) if parents else f"a {document.type or 'component'}"
        yield Violation(problem.place, f"{quote(key)} is not a key of {parent}.", _remedy(problem))


def _remedy(problem: Problem) -> str:
    allowed, meant = problem.detail.get("allowed") or (), problem.detail.get("meant")
    if sign := next((sign for sign in str(problem.detail.get("key")) if sign in SIGNS), None):
        return f"Write {plain_name_of(sign)} instead of {name_of(sign)}."
    if meant and len(meant) == len(problem.place.pointer):
        if meant[:-1] != problem.place.pointer[:-1]:
            return f"It belongs to `{meant[-2]}`: write `{meant[-2]}:` on a line of its own above it, not indented."
        return f"Did you mean {quote(meant[-1])}?"
    if meant and len(meant) < len(problem.place.pointer):
        outer = describe(meant[:-1]) if meant[:-1] else "the file itself"
        return f"It belongs to {outer}: begin it as far left as {quote(problem.place.pointer[-2])}."
    if meant:
        return f"It belongs to {quote(meant[-2])}: begin it two spaces further right, with spaces."
    keys = f"It takes {listed(allowed, 'and')}." if len(allowed) <= 8 else ""
    return keys or "Delete it, or move it below `extras`."

import re
from collections.abc import Iterator

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.corrections import value_or_none
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Pointer
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.yaml.syntax_errors.typography import SIGNS, name_of, plain_name_of
from paicatalog.rules.document_parts import DEFAULTS, mapping
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe, listed, near, quote


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
        yield Violation(problem.place, f"{quote(key)} is not a key of {parent}.", _remedy(document, problem))


def _remedy(document: Document, problem: Problem) -> str:
    allowed, meant = problem.detail.get("allowed") or (), problem.detail.get("meant")
    if sign := next((sign for sign in str(problem.detail.get("key")) if sign in SIGNS), None):
        return f"Write {plain_name_of(sign)} instead of {name_of(sign)}."
    if meant:
        return _move(document, problem.place.pointer, meant)
    if setting := _setting(document, problem):
        return setting
    keys = f"It takes {listed(allowed, 'and')}." if len(allowed) <= 8 else ""
    return keys or "Delete it, or move it below `extras`."


def _move(document: Document, found: Pointer, meant: Pointer) -> str:
    """Return how to write a key at `found` that belongs at `meant`."""
    if len(meant) == len(found):
        if meant[:-1] == found[:-1]:
            return f"Did you mean {quote(meant[-1])}?"
        if not _begins_line(document, meant[-1]):
            return f"Move it to `{meant[-2]}`."
        return f"It belongs to `{meant[-2]}`: write `{meant[-2]}:` on a line of its own above it, not indented."
    if len(meant) < len(found):
        outer = describe(meant[:-1]) if meant[:-1] else "the file itself"
        return f"It belongs to {outer}: begin it as far left as {quote(found[-2])}."
    if not isinstance(meant[-2], int):
        return f"It belongs to {quote(meant[-2])}: begin it two spaces further right, with spaces."
    item = value_or_none(document.data, meant[:-1])
    neighbor = quote(next(iter(item))) if isinstance(item, dict) and item else "its other keys"
    return f"It belongs to {describe(meant[:-1])}: begin it as far right as {neighbor}, with spaces."


def _begins_line(document: Document, key: object) -> bool:
    return re.search(rf"^ +{re.escape(str(key))}:", document.source.text, re.MULTILINE) is not None


def _setting(document: Document, problem: Problem) -> str:
    """Return what to do with a setting of the whole job, such as `virtualCluster`; "" for another key."""
    *parents, key = problem.place.pointer or ("",)
    if document.type != ComponentType.JOB or parents[:1] not in ([], ["taskRoles"]):
        return ""
    if key not in DEFAULTS:
        meant = near(key, sorted(DEFAULTS))
        return f"Did you mean {quote(meant)}? It belongs to `defaults`." if meant else ""
    is_set = key in mapping(mapping(document.data).get("defaults"))
    return "Delete it: `defaults` has it already." if is_set else "Move it to `defaults`."

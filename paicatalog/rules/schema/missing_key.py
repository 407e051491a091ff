from collections.abc import Iterator
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.meant import misspelled
from paicatalog.protocol.place import Part, Place
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.rules.protocol_problem import heading, problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, sentence

_REMEDIES = {
    "protocolVersion": "Add `protocolVersion: 2`.",
    "type": "Add `type: job`, or `data`, `script`, `dockerimage`, `output`.",
    "name": "Add `name: ...`, made of letters, digits, `_` and `-`.",
    "taskRoles": "Add `taskRoles:` and below it a task role by name.",
    "dockerImage": "Add `dockerImage: NAME`, the name of a prerequisite of type `dockerimage`.",
    "resourcePerInstance": "Add `resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}`.",
    "commands": "Add `commands:` and below it a list of at least one command.",
    "uri": "Add `uri: IMAGE:TAG`, as `docker pull` takes it.",
    "cpu": "Add `cpu: 1`.",
    "memoryMB": "Add `memoryMB: 1024`.",
    "gpu": "Add `gpu: 0`, or how many it needs.",
}


@rule(Severity.ERROR, Group.SCHEMA)
def missing_key(document: Document) -> Iterator[Violation]:
    """Finds a key that the protocol requires and that is not there.

    ## Why

    OpenPAI refuses a component that lacks one.

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
    unknown = {problem.place.pointer for problem in problems(document, ProblemKind.UNKNOWN_KEY)}
    for problem in problems(document, ProblemKind.MISSING_KEY):
        key, parent = str(problem.detail.get("key")), str(problem.detail.get("parent"))
        place, remedy = heading(problem.place), _remedy(key, problem)
        if written := _written(document, problem, key):
            pointer = (*problem.place.pointer, written)
            if pointer in unknown:
                continue  # Which is a finding of its own.
            place, remedy = Place(pointer, Part.KEY), f"Did you mean {quote(key)} by {quote(written)}?"
        yield Violation(place, f"{sentence(parent)} lacks the required key {quote(key)}.", remedy)


def _written(document: Document, missing: Problem, key: str) -> str | None:
    """Return how the key is misspelled, None where it is not there at all."""
    data: Any = document.data
    for step in missing.place.pointer:
        data = data[step]
    return misspelled(data, key, missing.detail.get("known", ()))


def _remedy(key: str, missing: Problem) -> str:
    if key == "name" and "deployments" in missing.place.pointer:
        return "Add `name: ...`, for example `name: production`."
    return _REMEDIES.get(key, f"Add `{key}: ...`.")

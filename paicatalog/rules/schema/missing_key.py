from collections.abc import Iterable, Iterator

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.rules.document_parts import data_of, prerequisites
from paicatalog.rules.protocol_problem import key_place, problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import listed, quote, sentence

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
    for first, *others in _by_place(problems(document, ProblemKind.MISSING_KEY)):
        keys = [str(problem.detail.get("key")) for problem in (first, *others)]
        parent = str(first.detail.get("parent"))
        if parent == "`taskRoles`":
            message = f"{sentence(parent)} lacks the name of the task role above {quote(first.detail['before'])}."
        else:
            which = f"keys {listed(keys, 'and')}" if others else f"key {quote(keys[0])}"
            message = f"{sentence(parent)} lacks the required {which}."
        remedies = " ".join(
            _remedy(document, key, problem) for key, problem in zip(keys, (first, *others), strict=True)
        )
        yield Violation(key_place(first.place), message, remedies)


def _by_place(missing: Iterable[Problem]) -> Iterable[list[Problem]]:
    """Group missing keys by the mapping that lacks them."""
    grouped: dict[object, list[Problem]] = {}
    for problem in missing:
        grouped.setdefault(problem.place, []).append(problem)
    return grouped.values()


def _remedy(document: Document, key: str, missing: Problem) -> str:
    if written := missing.detail.get("written"):
        return f"Did you mean {quote(key)} by {quote(written)}?"
    if before := missing.detail.get("before"):
        return f"Write `{key}:` on a line of its own above {quote(before)}, two spaces further left."
    if key == "name" and "deployments" in missing.place.pointer:
        return "Add `name: ...`, for example `name: production`."
    if key == "type" and "prerequisites" in missing.place.pointer:
        return "Add `type: dockerimage`, or `data`, `script`, `output`."
    if key == "dockerImage" and (images := _images(document)):
        return f"Add `dockerImage: {images[0]}`, the name of a prerequisite of type `dockerimage`."
    return _REMEDIES.get(key, f"Add `{key}: ...`.")


def _images(document: Document) -> list[str]:
    assets = [item for _, item in prerequisites(data_of(document)) if item.get("type") == ComponentType.DOCKERIMAGE]
    return [item["name"] for item in assets if isinstance(item.get("name"), str)]

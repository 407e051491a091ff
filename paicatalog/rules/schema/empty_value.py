from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe, sentence

_OTHERWISE = "Add an item that begins with `- `, or delete the key."
_REMEDIES = {
    "commands": "Add a command, such as `- python train.py`.",
    "preCommands": "Add a command, such as `- nvidia-smi`, or delete the key.",
    "postCommands": "Add a command, such as `- nvidia-smi`, or delete the key.",
    "taskRoles": "Add a task role by its name, such as `worker:`, and its fields below.",
    "ports": "Add a label and how many ports it needs, such as `web: 1`, or delete the key.",
    "deployments": "Add a deployment that begins with `- name: ...`, or delete the key.",
    "prerequisites": "Add a prerequisite that begins with `- name: ...`, or delete the key.",
}


@rule(Severity.ERROR, Group.SCHEMA)
def empty_value(document: Document) -> Iterator[Violation]:
    """Finds a list or mapping without entries where at least one is needed.

    ## Why

    OpenPAI refuses it. A key that the component does not need is best left out altogether.

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
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands: []
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
    for problem in problems(document, ProblemKind.EMPTY_VALUE):
        message = f"{sentence(describe(problem.place.pointer))} is empty; it needs at least one entry."
        key = problem.place.pointer[-1] if problem.place.pointer else ""
        yield Violation(problem.place, message, _REMEDIES.get(str(key), _OTHERWISE))

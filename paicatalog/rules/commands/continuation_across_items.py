from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import commands, job_of
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe


@rule(Severity.NOTE, Group.COMMANDS, texts={"\\"})
def continuation_across_items(document: Document) -> Iterator[Violation]:
    r"""Finds a command that goes on in the next item of the list.

    ## Why

    It works, since OpenPAI joins the items by line breaks. But nobody sees from the second item that it
    belongs to the first: who inserts, moves or deletes an item breaks both.

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
        commands:
          - python train.py \
          - --epochs 10
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
          - |
            python train.py \
              --epochs 10
    ```
    """
    for pointer, _, listed in commands(job_of(document)):
        for index, command in enumerate(listed[:-1]):
            if _goes_on(command) and not (index and _goes_on(listed[index - 1])):
                message = f"This command goes on in the next item of {describe(pointer)}."
                place = Place((*pointer, index))
                yield Violation(place, message, "Write it as one item: begin it with `|` and put the lines below.")


def _goes_on(command: object) -> bool:
    return isinstance(command, str) and command.rstrip().endswith("\\")

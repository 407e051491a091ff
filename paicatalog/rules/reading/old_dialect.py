from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_NAMES = {
    "v2-2018": "the 2018 draft of the protocol",
    "v2-2019": "the early 2019 draft of the protocol",
    "v1": "the JSON of OpenPAI before protocol 2",
}


@rule(Severity.ERROR, Group.READING)
def old_dialect(document: Document) -> Iterator[Violation]:
    """Finds files written in a dialect that no OpenPAI reads today.

    ## Why

    Before the protocol was final there were drafts (2018: `protocol_version`, `tasks`; early 2019: `$$x$$`
    references and `taskRoles` as a list), and before it the JSON of version 1. Their meaning is known, so
    they can be converted.

    ## Example

    ```yaml
    protocol_version: v2
    name: hello
    type: job
    tasks:
      - name: main
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
    for problem in problems(document, ProblemKind.OLD_DIALECT):
        found, sign = problem.detail.get("dialect"), problem.detail.get("sign")
        name = _NAMES.get(str(found), "an old dialect")
        yield Violation(
            problem.place,
            f"The file is written in {name} ({quote(sign)} tells), which OpenPAI does not read any more.",
            f"Convert it: `paicatalog upgrade --write {document.source.path}`.",
        )

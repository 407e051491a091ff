from collections.abc import Iterator, Mapping, Sequence

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import job_of, prerequisites, strings
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import listed, quote

_Requirements = Mapping[str, Sequence[tuple[str, Place]]]
"""The names that a prerequisite requires, each with its place, by its name."""


@rule(Severity.WARNING, Group.REFERENCES, keys={"require"})
def circular_requirement(document: Document) -> Iterator[Violation]:
    """Finds prerequisites that require one another in a circle.

    ## Why

    A prerequisite pulls those that it requires in before itself. In a circle none can be the first: the runtime
    gives up when the job starts.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
      - type: script
        name: tools
        require: [compiler]
      - type: script
        name: compiler
        require: [tools]
    taskRoles:
      main:
        script: tools
        dockerImage: python
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
      - type: script
        name: tools
        require: [compiler]
      - type: script
        name: compiler
    taskRoles:
      main:
        script: tools
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```
    """
    requirements = {
        str(item["name"]): [(name, Place((*pointer, "require", index))) for index, name in strings(item.get("require"))]
        for pointer, item in prerequisites(job_of(document))
        if isinstance(item.get("name"), str)
    }
    done: set[str] = set()
    for start in requirements:
        for circle, place in _circles(start, requirements, done):
            if len(circle) == 1:
                message = f"{quote(circle[0])} requires itself."
            else:
                message = f"{quote(circle[-1])} requires {quote(circle[0])}, which in turn requires it."
            related = f" They are {listed(circle, 'and')}." if len(circle) > 2 else ""
            hint = f"Delete {quote(circle[0])} from this `require`.{related}"  # nosec B608 -- a sentence, not SQL
            yield Violation(place, message, hint)


def _circles(start: str, requirements: _Requirements, done: set[str]) -> Iterator[tuple[list[str], Place]]:
    """Yield each circle once, with the place that closes it. Not recursive, since a chain can be long."""
    path, pending = {start: None}, [iter(requirements[start] if start not in done else ())]
    while pending:
        name, place = next(pending[-1], (None, None))
        if name is None or place is None:
            done.add(path.popitem()[0])
            pending.pop()
        elif name in path:
            names = list(path)
            yield names[names.index(name) :], place
        elif name in requirements and name not in done:
            path[name] = None
            pending.append(iter(requirements[name]))

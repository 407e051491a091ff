from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.rules.document_parts import data_of, prerequisites
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion

_MOST_RELATED = 10


@rule(Severity.ERROR, Group.REFERENCES)
def unresolved_prerequisite(document: Document) -> Iterator[Violation]:
    """Finds a task role that refers to a prerequisite which the job does not have.

    ## Why

    `dockerImage`, `data`, `script` and `output` of a task role each name an entry of the job's
    `prerequisites` of that type; its own `prerequisites` name entries of any type. OpenPAI refuses a job
    where one is missing.

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
        dockerImage: pyhton
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
    grouped: dict[object, list[Problem]] = {}
    for problem in problems(document, ProblemKind.UNRESOLVED_PREREQUISITE):
        cause = (problem.detail.get("name"), problem.detail.get("type")) if prerequisites(data_of(document)) else None
        grouped.setdefault(cause, []).append(problem)
    for first, *others in grouped.values():
        role, name, kind = (first.detail.get(key) for key in ("role", "name", "type"))
        wanted = f"a prerequisite of type `{kind}`" if kind else "a prerequisite"
        message = f"Task role {quote(role)} refers to {wanted} named {quote(name)}, which the job does not have."
        related = tuple((document.source.path, each.place, "needed here too") for each in others[:_MOST_RELATED])
        yield Violation(first.place, message, _remedy(document, first), related)


def _remedy(document: Document, problem: Problem) -> str:
    name, kind = problem.detail.get("name"), problem.detail.get("type")
    for _, item in prerequisites(data_of(document)):
        if item.get("name") == name and isinstance(item.get("type"), str):
            return f"The job has {quote(name)} as {quote(item['type'])}: refer to it there, or change its type."
    otherwise = f"Add `- {{type: {kind or 'script'}, name: {name}, ...}}` to the job's `prerequisites`."
    return suggestion(name, problem.detail.get("candidates") or (), otherwise)

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion


@rule(Severity.ERROR, Group.REFERENCES)
def unresolved_deployment(document: Document) -> Iterator[Violation]:
    """Finds a `defaults.deployment` that names no deployment of the job.

    ## Why

    OpenPAI refuses the job: it could not tell which commands to run.

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
          - python -c 'print("hello")'
    deployments:
      - name: prod
        taskRoles: {main: {preCommands: [date]}}
    defaults:
      deployment: prd
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
    deployments:
      - name: prod
        taskRoles: {main: {preCommands: [date]}}
    defaults:
      deployment: prod
    ```
    """
    for problem in problems(document, ProblemKind.UNRESOLVED_DEPLOYMENT):
        name, candidates = problem.detail.get("name"), problem.detail.get("candidates") or ()
        message = f"The job has no deployment {quote(name)}, which `defaults` chooses."
        remedy = suggestion(name, candidates, "Add it to `deployments`, or delete `defaults.deployment`.")
        yield Violation(problem.place, message, remedy)

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.rules.commands.pai_variables import NAMES, variables
from paicatalog.rules.document_parts import job_of, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import near, quote, suggestion


@rule(Severity.WARNING, Group.COMMANDS, texts={"PAI_"})
def unknown_pai_variable(document: Document) -> Iterator[Violation]:
    """Finds a variable `PAI_...` that OpenPAI does not set.

    ## Why

    Commands run under `nounset`: the first use of a variable that is not there ends the task. Names change
    with the task roles of the job: whoever renames a role has to rename its variables too.

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
          - echo $PAI_JOBNAME
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
          - echo $PAI_JOB_NAME
    ```
    """
    read = list(variables(document))
    roles = dict(task_roles(job_of(document))) if read else {}
    for variable in read:
        if not variable.known:
            message = f"OpenPAI sets no variable {quote(variable.name)}."
            yield Violation(variable.place, message, _remedy(variable.name))
        elif variable.role is not None and variable.role not in roles:
            message = f"{quote(variable.name)} speaks of {quote(variable.role)}, which is no task role of the job."
            yield Violation(variable.place, message, suggestion(variable.role, roles))
        elif variable.role is not None and variable.index is not None:
            instances = roles[variable.role].get("instances", 1)
            if isinstance(instances, int) and variable.index >= max(instances, 1):
                message = (
                    f"{quote(variable.name)} speaks of instance {variable.index}; {_counted(variable.role, instances)}."
                )
                yield Violation(
                    variable.place, message, f"Instances count from 0: the last is `{max(instances, 1) - 1}`."
                )


def _remedy(name: str) -> str:
    found = near(name, sorted(NAMES))
    return f"Did you mean {quote(found)}?" if found else "Set it in a command, or pass the value as a parameter."


def _counted(role: str, instances: int) -> str:
    return f"{quote(role)} has {max(instances, 1)}"

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.rules.commands.pai_variables import ports_of, variables
from paicatalog.rules.document_parts import job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import near, quote


@rule(Severity.WARNING, Group.COMMANDS, texts={"PAI_"})
def port_not_declared(document: Document) -> Iterator[Violation]:
    """Finds a variable for a port that the task role does not declare.

    ## Why

    OpenPAI sets `PAI_PORT_LIST_<role>_<i>_<label>` for the labels below `ports` of the task role, and for
    `ssh` and `http`. Commands run under `nounset`: the first use of a variable that is not there ends the
    task.

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
          - curl $PAI_HOST_IP_main_0:$PAI_PORT_LIST_main_0_web
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
          ports:
            web: 1
        commands:
          - curl $PAI_HOST_IP_main_0:$PAI_PORT_LIST_main_0_web
    ```
    """
    read = list(variables(document))
    roles = dict(task_roles(job_of(document))) if read else {}
    for variable in read:
        if variable.port is None or variable.role not in roles:
            continue
        resources = roles[variable.role].get("resourcePerInstance")
        if not isinstance(resources, dict) or ("ports" in resources and not mapping(resources["ports"])):
            continue  # Another rule reports this.
        labels = ports_of(roles[variable.role])
        if variable.port not in labels:
            message = f"Task role {quote(variable.role)} declares no port {quote(variable.port)}."
            add = f"Add `ports: {{{variable.port}: 1}}` to its `resourcePerInstance`."
            found = near(variable.port, labels)
            yield Violation(variable.place, message, f"Did you mean {quote(found)}?" if found else add)

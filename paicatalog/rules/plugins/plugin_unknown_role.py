from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, job_of, plugins, strings, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion


@rule(Severity.WARNING, Group.PLUGINS, keys={RUNTIME_PLUGIN})
def plugin_unknown_role(document: Document) -> Iterator[Violation]:
    """Finds a runtime plugin for a task role that the job does not have.

    ## Why

    The plugin runs nowhere, without a word: the task role was renamed, or its name is misspelled.

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
    extras:
      com.microsoft.pai.runtimeplugin:
        - plugin: ssh
          parameters: {jobssh: true}
          taskroles: [worker]
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
    extras:
      com.microsoft.pai.runtimeplugin:
        - plugin: ssh
          parameters: {jobssh: true}
          taskroles: [main]
    ```
    """
    job = job_of(document)
    roles = [name for name, _ in task_roles(job)]
    for pointer, plugin in plugins(job) if roles else ():
        for index, name in strings(plugin.get("taskroles")):
            if name not in roles:
                message = (
                    f"The plugin {quote(plugin.get('plugin'))} is for {quote(name)}, which is no task role of the job."
                )
                yield Violation(Place((*pointer, "taskroles", index)), message, suggestion(name, roles))

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, job_of, mapping, plugins
from paicatalog.rules.plugins.parameter import lacks
from paicatalog.rules.rule import Group, rule


@rule(Severity.WARNING, Group.PLUGINS, keys={RUNTIME_PLUGIN})
def ssh_plugin_without_jobssh(document: Document) -> Iterator[Violation]:
    """Finds the plugin `ssh` without the parameter `jobssh`.

    ## Why

    Without it containers get no keys for one another, and no barrier waits for them: `mpirun` across
    instances fails. The portal's form requires the parameter.

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
          parameters:
            sshbarrier: true
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
          parameters:
            jobssh: true
            sshbarrier: true
    ```
    """
    found = [(pointer, plugin) for pointer, plugin in plugins(job_of(document)) if plugin.get("plugin") == "ssh"]
    is_set = any("jobssh" in mapping(plugin.get("parameters")) for _, plugin in found)
    for pointer, plugin in found:
        if not is_set and lacks(plugin, "jobssh"):
            message = "The plugin `ssh` has no parameter `jobssh`."
            hint = "Add `jobssh: true` for SSH between the containers, or `jobssh: false`."
            yield Violation(Place((*pointer, "plugin")), message, hint)

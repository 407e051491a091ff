from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, job_of, plugins, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_SEPARATE = "Delete one, or give each `taskroles` of its own."
_SINGLE = {
    "ssh": _SEPARATE,
    "tensorboard": _SEPARATE,
    "git": "Clone the second by a command: `git clone ...`.",
    "teamwise_storage": "Name all storages in one: `storageConfigNames: [data, models]`.",
}


@rule(Severity.WARNING, Group.PLUGINS, keys={RUNTIME_PLUGIN})
def duplicate_plugin(document: Document) -> Iterator[Violation]:
    """Finds a runtime plugin that a task role gets twice.

    ## Why

    The second fails or takes the place of the first: two `ssh` servers want one port, `git` clones into one folder,
    and of two `teamwise_storage` only one is read. Only `cmd` may run more than once.

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
        - plugin: teamwise_storage
          parameters: {storageConfigNames: [data]}
        - plugin: teamwise_storage
          parameters: {storageConfigNames: [models]}
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
        - plugin: teamwise_storage
          parameters: {storageConfigNames: [data, models]}
    ```
    """
    job = job_of(document)
    every = [name for name, _ in task_roles(job)] if plugins(job) else []
    first: dict[tuple[str, str], Place] = {}
    for pointer, plugin in plugins(job):
        name, place = plugin.get("plugin"), Place((*pointer, "plugin"))
        if not isinstance(name, str) or name not in _SINGLE:
            continue
        roles = _roles(plugin, every)
        if twice := next((role for role in roles if (name, role) in first), None):
            which = "Every task role" if len(roles) == len(every) > 1 else f"Task role {quote(twice)}"
            related = ((document.source.path, first[name, twice], "first given here"),)
            yield Violation(place, f"{which} gets the plugin {quote(name)} twice.", _SINGLE[name], related)
        else:
            first.update(((name, role), place) for role in roles)


def _roles(plugin: Mapping[str, Any], every: list[str]) -> list[str]:
    named = plugin.get("taskroles")
    if not isinstance(named, list):
        return every
    wanted = {name for name in named if isinstance(name, str)}
    return [name for name in every if name in wanted]

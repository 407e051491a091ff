from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.javascript.values import js_type
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, items, job_of, mapping, prerequisites
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.PLUGINS, keys={"failurePolicy", RUNTIME_PLUGIN})
def malformed_plugin(document: Document) -> Iterator[Violation]:
    """Finds runtime plugins that the runtime cannot read.

    ## Why

    `extras` is open to everything, so that OpenPAI takes the job; but the runtime in the container reads a
    list there, each item a mapping with `plugin`, with `taskroles` as a list and `failurePolicy` one of
    `fail` and `ignore`, which a prerequisite may state too. The switches of `ssh` are true or false. What
    has another shape fails the task at its start.

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
        plugin: ssh
        parameters: {jobssh: true}
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
    ```
    """
    listed = mapping(job_of(document).get("extras")).get(RUNTIME_PLUGIN)
    pointer: Pointer = ("extras", RUNTIME_PLUGIN)
    if listed is not None and not isinstance(listed, list):
        message = f"The runtime plugins are {js_type(listed)}; the runtime reads a list."
        yield Violation(Place(pointer, Part.KEY), message, "Begin each plugin with `- plugin: NAME`.")
    for index, plugin in items(listed):
        yield from _malformed(plugin, (*pointer, index))
    for place, item in prerequisites(job_of(document)):
        if "failurePolicy" in item:
            yield from _odd_policy(item, place, f"The prerequisite {quote(item.get('name'))}")


def _malformed(plugin: object, pointer: Pointer) -> Iterator[Violation]:
    if not isinstance(plugin, dict) or not isinstance(plugin.get("plugin"), str):
        yield Violation(Place(pointer), "A runtime plugin has no name.", "Begin it with `- plugin: NAME`.")
        return
    name = quote(plugin["plugin"])
    if "taskroles" in plugin and not isinstance(plugin["taskroles"], list):
        message = f"`taskroles` of the plugin {name} is {js_type(plugin['taskroles'])}; the runtime reads a list."
        yield Violation(Place((*pointer, "taskroles")), message, "Write a list: `taskroles: [worker]`.")
    yield from _odd_policy(plugin, pointer, f"The plugin {name}")
    for switch in ("jobssh", "sshbarrier") if plugin["plugin"] == "ssh" else ():
        value = mapping(plugin.get("parameters")).get(switch, False)
        if not isinstance(value, bool) and value not in ("true", "false"):
            message = f"`{switch}` of the plugin `ssh` is {js_type(value)}, which the runtime takes for `false`."
            yield Violation(Place((*pointer, "parameters", switch), Part.KEY), message, "Write `true` or `false`.")


def _odd_policy(fields: Mapping[str, Any], pointer: Pointer, owner: str) -> Iterator[Violation]:
    policy = fields.get("failurePolicy", "fail")
    if policy not in ("fail", "ignore"):
        message = f"{owner} has no failure policy {quote(policy)}."
        yield Violation(Place((*pointer, "failurePolicy")), message, "Write `fail` or `ignore`.")

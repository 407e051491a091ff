from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, job_of, plugins, prerequisites
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import near, quote, suggestion

_PLUGINS = ["cmd", "git", "ssh", "teamwise_storage", "tensorboard"]
_PREREQUISITE_PLUGINS = [f"{RUNTIME_PLUGIN}.{name}" for name in _PLUGINS]


@rule(Severity.WARNING, Group.PLUGINS, keys={"plugin"})
def unknown_plugin(document: Document) -> Iterator[Violation]:
    """Finds a runtime plugin that OpenPAI does not come with.

    ## Why

    The container stops at its start where the runtime has no plugin of that name, unless `failurePolicy` is
    `ignore`. OpenPAI comes with `cmd`, `git`, `ssh`, `teamwise_storage` and `tensorboard`; a cluster may
    have plugins of its own, but then the job runs on that cluster only.

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
        - plugin: tensorbord
          parameters: {port: 6006, logdir: {logs: /mnt/logs}}
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
        - plugin: tensorboard
          parameters: {port: 6006, logdir: {logs: /mnt/logs}}
    ```
    """
    job = job_of(document)
    for pointer, plugin in plugins(job):
        yield from _unknown(plugin.get("plugin"), Place((*pointer, "plugin")))
    for pointer, item in prerequisites(job):
        name = item.get("plugin")
        if isinstance(name, str):
            yield from _unknown_of_prerequisite(name, Place((*pointer, "plugin")))


def _unknown_of_prerequisite(name: str, place: Place) -> Iterator[Violation]:
    """Yield the violation, if any. Names with another prefix may be for other platforms, if unlike OpenPAI's."""
    if name.startswith(f"{RUNTIME_PLUGIN}."):
        yield from _unknown(name.removeprefix(f"{RUNTIME_PLUGIN}."), place)
    elif "." not in name or near(name, _PREREQUISITE_PLUGINS):
        message = f"OpenPAI has no plugin {quote(name)} for prerequisites."
        whole = f"{RUNTIME_PLUGIN}.{name}"
        hint = f"Write {quote(whole)}." if name in _PLUGINS else suggestion(name, _PREREQUISITE_PLUGINS)
        yield Violation(place, message, hint)


def _unknown(name: object, place: Place) -> Iterator[Violation]:
    if isinstance(name, str) and name not in _PLUGINS:
        yield Violation(place, f"OpenPAI has no runtime plugin {quote(name)}.", suggestion(name, _PLUGINS))

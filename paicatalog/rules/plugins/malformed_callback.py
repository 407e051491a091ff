from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.javascript.values import js_type
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.rules.document_parts import items, job_of, prerequisites
from paicatalog.rules.plugins.parameter import callback_lists
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion

_EVENTS = ["taskStarts", "taskSucceeds"]
_OLD = {"containerStarts": "taskStarts", "containerEnds": "taskSucceeds"}
_BEGIN = "Begin each with `- event: taskStarts`, and put `commands: [...]` below."


@rule(Severity.WARNING, Group.PLUGINS, keys={"callbacks"})
def malformed_callback(document: Document) -> Iterator[Violation]:
    """Finds `callbacks` that the runtime cannot read, or never runs.

    ## Why

    The runtime reads a list there, each item with an `event`, one of `taskStarts` and `taskSucceeds`, and a list of
    `commands`. What belongs to another event runs never, without a word; what has another shape fails the task
    at its start. On a prerequisite they run only where `plugin` names the one that runs them.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
      - type: data
        name: faces
        plugin: com.microsoft.pai.runtimeplugin.cmd
        callbacks:
          - event: onStart
            commands: [curl -O https://example.com/faces.tar.gz]
    taskRoles:
      main:
        prerequisites: [faces]
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
      - type: data
        name: faces
        plugin: com.microsoft.pai.runtimeplugin.cmd
        callbacks:
          - event: taskStarts
            commands: [curl -O https://example.com/faces.tar.gz]
    taskRoles:
      main:
        prerequisites: [faces]
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    ```
    """
    job = job_of(document)
    for pointer, found in callback_lists(job):
        if not isinstance(found, list):
            message = f"`callbacks` is {js_type(found)}; the runtime reads a list."
            yield Violation(Place(pointer, Part.KEY), message, _BEGIN)
        for index, callback in items(found):
            yield from _malformed(callback, (*pointer, index))
    for pointer, item in prerequisites(job):
        if "callbacks" in item and "plugin" not in item:
            message = f"The callbacks of {quote(item.get('name'))} never run: it names no `plugin`."
            hint = "Add `plugin: com.microsoft.pai.runtimeplugin.cmd` beside them."
            yield Violation(Place((*pointer, "callbacks"), Part.KEY), message, hint)


def _malformed(callback: object, pointer: Pointer) -> Iterator[Violation]:
    if not isinstance(callback, dict):
        yield Violation(Place(pointer), f"A callback is {js_type(callback)}; the runtime reads a mapping.", _BEGIN)
        return
    event, commands = callback.get("event"), callback.get("commands")
    if "event" not in callback:
        yield Violation(Place(pointer), "A callback has no `event`.", "Add `event: taskStarts`.")
    elif event not in _EVENTS:
        hint = f"Write {quote(_OLD[event])}." if event in _OLD else suggestion(event, _EVENTS)
        yield Violation(Place((*pointer, "event")), f"The runtime knows no event {quote(event)}.", hint)
    if "commands" not in callback:
        yield Violation(Place(pointer), "A callback has no `commands`.", "Add `commands: [...]`.")
    elif not isinstance(commands, list) or not all(isinstance(command, str) for command in commands):
        found = "a list with something else than text" if isinstance(commands, list) else js_type(commands)
        message = f"`commands` of a callback is {found}; the runtime reads a list of texts."
        yield Violation(Place((*pointer, "commands"), Part.KEY), message, "Begin each command with `- `.")

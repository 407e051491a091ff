from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.javascript.values import js_type
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, job_of, plugins
from paicatalog.rules.plugins.parameter import PARAMETERS, configured_plugins
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.PLUGINS, keys={RUNTIME_PLUGIN})
def wrong_plugin_parameter(document: Document) -> Iterator[Violation]:
    """Finds a parameter of a runtime plugin with a value that the plugin cannot use.

    ## Why

    Below `extras` OpenPAI takes anything; the plugin meets the value when the job starts. Text where it wants a
    list is taken letter by letter, and what is no mapping fails the task.

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
          parameters:
            storageConfigNames: confignfs
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
          parameters:
            storageConfigNames: [confignfs]
    ```
    """
    job = job_of(document)
    for pointer, plugin in plugins(job):
        found = plugin.get("parameters")
        if found is not None and not isinstance(found, dict):
            which = f"`parameters` of the plugin {quote(plugin.get('plugin'))}"
            message = f"{which} is {js_type(found)}; it wants a mapping."
            yield Violation(Place((*pointer, "parameters"), Part.KEY), message, "Write each as `name: value`.")
    for pointer, name, parameters in configured_plugins(job):
        for key, parameter in PARAMETERS[name].items():
            if key in parameters and not parameter.fits(parameters[key]):
                message = f"`{key}` of the plugin {quote(name)} is {_described(parameters[key])}"
                hint = f"Write for example `{key}: {parameter.example}`."
                yield Violation(Place((*pointer, key)), f"{message}; it wants {parameter.kind}.", hint)


def _described(value: object) -> str:
    """Describe a value: numbers are shown, but a text may be a secret."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return quote(value)
    return "empty" if value in ("", [], {}) else js_type(value)

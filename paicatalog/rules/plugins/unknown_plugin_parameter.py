from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, job_of
from paicatalog.rules.plugins.parameter import PARAMETERS, Parameter, configured_plugins
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import near, quote, suggestion


@rule(Severity.WARNING, Group.PLUGINS, keys={RUNTIME_PLUGIN})
def unknown_plugin_parameter(document: Document) -> Iterator[Violation]:
    """Finds a parameter that a runtime plugin does not have.

    ## Why

    Below `extras` OpenPAI takes anything, and the plugin passes over what it does not know, without a word: its
    name is misspelled, or it belongs to another plugin.

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
        - plugin: git
          parameters:
            repo_uri: https://github.com/pytorch/examples.git
            cloneDir: /code
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
        - plugin: git
          parameters:
            repo_uri: https://github.com/pytorch/examples.git
            clone_dir: /code
    ```
    """
    for pointer, plugin, parameters in configured_plugins(job_of(document)):
        known = PARAMETERS[plugin]
        for name in [name for name in parameters if name not in known]:
            message = f"The plugin {quote(plugin)} has no parameter {quote(name)}."
            yield Violation(Place((*pointer, name), Part.KEY), message, _remedy(name, parameters, known))


def _remedy(name: str, given: Mapping[str, Any], known: Mapping[str, Parameter]) -> str:
    wanted = [key for key, parameter in known.items() if parameter.required and key not in given]
    if wanted and not near(name, known):
        return f"Write `{wanted[0]}: {known[wanted[0]].example}`, which the plugin needs."
    owner = next((plugin for plugin, parameters in PARAMETERS.items() if name in parameters), None)
    if owner and not near(name, known):
        return f"It belongs to the plugin {quote(owner)}."
    return suggestion(name, known)

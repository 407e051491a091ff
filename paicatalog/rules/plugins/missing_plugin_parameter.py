from collections.abc import Iterable, Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, job_of
from paicatalog.rules.plugins.parameter import PARAMETERS, configured_plugins
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import near, quote


@rule(Severity.WARNING, Group.PLUGINS, keys={RUNTIME_PLUGIN})
def missing_plugin_parameter(document: Document) -> Iterator[Violation]:
    """Finds a runtime plugin without a parameter that it needs.

    ## Why

    The plugin `git` without `repo_uri` has nothing to clone, and fails the task at its start. The plugin
    `teamwise_storage` without `storageConfigNames` mounts whatever the cluster has set up for the person who
    submits the job, so that the job finds its data for one and not for another.

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
            clone_dir: /code
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
        for name, parameter in PARAMETERS[plugin].items():
            if parameter.required and name not in parameters and not _is_misspelled(name, plugin, parameters):
                message = f"The plugin {quote(plugin)} has no parameter {quote(name)}, which it needs."
                place = Place(pointer, Part.KEY) if parameters else Place((*pointer[:-1], "plugin"))
                yield Violation(place, message, f"Add `{name}: {parameter.example}` to its `parameters`.")


def _is_misspelled(name: str, plugin: str, parameters: Iterable[str]) -> bool:
    """Return whether another parameter is most likely `name` misspelled, which another rule reports."""
    unknown = [key for key in parameters if key not in PARAMETERS[plugin]]
    return len(unknown) == 1 or any(near(key, PARAMETERS[plugin]) == name for key in unknown)

import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import RUNTIME_PLUGIN, deployments, job_of, plugins
from paicatalog.rules.plugins.parameter import PARAMETERS, lacks
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion

_VALID = re.compile(r"[a-zA-Z0-9_-]+")
_DEPLOYMENT = re.compile(r"[A-Za-z0-9._~]+")
_HINTS = {"taskroles": "Leave it out if the plugin may run for all task roles."}
_OF_PARAMETERS = "It belongs below `parameters`: begin it two spaces further right."
_PLUGIN_KEYS = frozenset({"plugin", "parameters", "failurePolicy"})


@rule(Severity.WARNING, Group.PORTABILITY, keys={"deployments", RUNTIME_PLUGIN})
def refused_by_portal(document: Document) -> Iterator[Violation]:
    """Finds what the form of OpenPAI's web portal refuses, though OpenPAI runs it.

    ## Why

    The REST server takes the job, and so does the portal as YAML. But its form, where people open a job to
    adapt it, says that the job is invalid: it knows no runtime plugin for some task roles only, no hyphen
    in the name of a deployment, and no TensorBoard without `port` and `logdir`.

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
          taskroles: [main]
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
    job = job_of(document)
    for pointer, deployment in deployments(job):
        name = deployment.get("name")
        if isinstance(name, str) and _VALID.fullmatch(name) and not _DEPLOYMENT.fullmatch(name):
            message = f"The portal's form refuses the deployment name {quote(name)}."
            yield Violation(Place((*pointer, "name")), message, f"Call it `{_corrected(name)}`, for example.")
    for pointer, plugin in plugins(job):
        if not isinstance(plugin.get("plugin"), str):
            continue  # Another rule reports this.
        for key in sorted(plugin.keys() - _PLUGIN_KEYS):
            message = f"The portal's form knows no {quote(key)} of a plugin."
            misplaced = key in PARAMETERS.get(plugin["plugin"], ())
            hint = _OF_PARAMETERS if misplaced else _HINTS.get(key) or suggestion(key, sorted(_PLUGIN_KEYS))
            yield Violation(Place((*pointer, key), Part.KEY), message, hint)
        if plugin["plugin"] == "tensorboard" and any(lacks(plugin, name) for name in ("port", "logdir")):
            message = "The portal's form refuses the plugin `tensorboard` without `port` and `logdir`."
            yield Violation(
                Place((*pointer, "plugin")), message, "Add `parameters: {port: 6006, logdir: {logs: PATH}}`."
            )


def _corrected(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._~]+", "_", name)[:60]

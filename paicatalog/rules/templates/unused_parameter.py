import re
from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place
from paicatalog.rules.document_parts import job_of, mapping, task_roles
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.template_references import doubtful_references, rename, unreferenced
from paicatalog.rules.wording import quote

_WORD = re.compile(r"[\w-]+")


@rule(Severity.WARNING, Group.TEMPLATES, keys={"parameters"})
def unused_parameter(document: Document) -> Iterator[Violation]:
    """Finds a parameter that nothing in the file refers to.

    ## Why

    Whoever changes it expects an effect, and there is none: the value is probably written out in a command,
    or the parameter is left over.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    parameters:
      epochs: 10
    taskRoles:
      main:
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
    parameters:
      epochs: 10
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python train.py --epochs <% $parameters.epochs %>
    ```
    """
    job = job_of(document)
    parameters = mapping(job.get("parameters")) if _has_commands(job) else {}
    unused = unreferenced(document, "$parameters", parameters)
    meant = _words_of_unresolved(document) if unused else ()
    for name in [name for name in unused if name not in meant]:
        message = f"Nothing refers to the parameter {quote(name)}."
        yield Violation(Place(("parameters", name), Part.KEY), message, _remedy(name, parameters))


def _remedy(name: str, parameters: Mapping[str, Any]) -> str:
    """Return how to refer to a parameter; to the first value in it if it is a mapping, which would not be printed."""
    path, known = [name], parameters
    while isinstance(known[path[-1]], dict) and known[path[-1]] and "." not in path[-1]:
        known = known[path[-1]]
        path.append(str(next(iter(known))))
    if "." in path[-1]:
        return rename(path[-1], known, called="it" if len(path) == 1 else quote(path[-1]))
    return f"Use it as `<% $parameters.{'.'.join(path)} %>`, or delete it."


def _has_commands(job: Mapping[str, Any]) -> bool:
    """Return whether every task role has commands; other rules report what is wrong with them."""
    roles = task_roles(job)
    return bool(roles) and all(isinstance(fields.get("commands"), list) for _, fields in roles)


def _words_of_unresolved(document: Document) -> frozenset[str]:
    """Return the words in unresolved references: one of them may mean the parameter."""
    unresolved = [reference.name for reference in doubtful_references(document) if not reference.resolved]
    return frozenset(_WORD.findall(" ".join(unresolved)))

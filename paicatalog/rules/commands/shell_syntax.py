from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.javascript.values import js_trim
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.problem import ProblemKind
from paicatalog.protocol.template.check import plain_scripts
from paicatalog.protocol.template.parser import OPEN
from paicatalog.rules.commands.altered_command import altered_commands
from paicatalog.rules.commands.bash import bash_error
from paicatalog.rules.commands.bash_messages import explain
from paicatalog.rules.commands.character import place_of_character
from paicatalog.rules.commands.compound_shell import surely_parses_compound
from paicatalog.rules.commands.entrypoint_text import EntrypointText, entrypoint_texts
from paicatalog.rules.commands.plain_shell import surely_parses
from paicatalog.rules.document_parts import commands, job_of
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.template_references import doubtful_references

_MAXIMUM_CHECKED = 30
"""Scripts of one job that bash checks at most: each takes as long as a hundred files."""


@rule(Severity.WARNING, Group.COMMANDS)
def shell_syntax(document: Document) -> Iterator[Violation]:
    """Finds commands that bash cannot read.

    ## Why

    OpenPAI joins the commands of a task role, with those of the deployment around them, into one script and
    runs it with bash. What bash cannot read ends the task, often only after the commands before it have run
    for hours: bash reads a script as it goes.

    The script is looked at as it is rendered, for each deployment; a secret counts as a word. Commands that
    are not plainly right are given to the machine's own bash, which reads them (`bash -n`) and runs nothing.
    Where there is no bash of version 4.4 or newer, this rule finds nothing.

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
          - if [ -d data ]; then
          - python train.py
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
          - |
            if [ -d data ]; then
              python train.py
            fi
    ```
    """
    job = job_of(document)
    if not job or _surely_fine(job):
        return
    seen: set[tuple[Place, str]] = set()
    doubtful = (entrypoint for entrypoint in entrypoint_texts(job) if not _is_fine(entrypoint.text))
    for entrypoint in islice(doubtful, _MAXIMUM_CHECKED):
        if not (error := bash_error(entrypoint.text)):
            continue
        if OPEN in entrypoint.text or any(reference.unclosed for reference in doubtful_references(document)):
            continue  # A template that is not rendered, which another rule reports.
        if _dangles(job, entrypoint.role) or next(problems(document, ProblemKind.TEMPLATE_SYNTAX), None):
            continue  # Another rule reports the cause.
        offset, message, hint = explain(entrypoint.text, error)
        if entrypoint.origin(offset)[0] in altered_commands(document):
            continue  # As above.
        place = _place(document, entrypoint, offset)
        if (place, message) not in seen:
            seen.add((place, message))
            yield Violation(place, message, hint)


def _surely_fine(job: Mapping[str, Any]) -> bool:
    """Return False if a closer check is needed."""
    scripts = None if "deployments" in job else plain_scripts(job)
    return scripts is not None and all(map(_is_fine, scripts.values()))


def _is_fine(script: str) -> bool:
    return surely_parses(script) or surely_parses_compound(script)


def _dangles(job: Mapping[str, Any], role: str) -> bool:
    last = [listed[-1] for _, owner, listed in commands(job) if owner == role and listed]
    return any(isinstance(command, str) and command.rstrip().endswith("\\") for command in last)


def _place(document: Document, entrypoint: EntrypointText, offset: int) -> Place:
    pointer, inside = entrypoint.origin(offset)
    command = _at(document.data, pointer)
    before = len(command) - len(js_trim(command + "|")) + 1
    return place_of_character(document, pointer, command, inside + before)


def _at(data: Any, pointer: Pointer) -> str:
    for step in pointer:
        data = data[step]
    return str(data)

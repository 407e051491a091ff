from collections.abc import Iterator, Mapping

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.place import Pointer
from paicatalog.rules.commands.alterations import alteration, is_doubtful, joined_syntax
from paicatalog.rules.commands.written_lines import written_commands
from paicatalog.rules.rule import Group, rule

_MAXIMUM_CHECKED = 30
"""Commands of one job that bash checks at most: each takes as long as a hundred files."""


@rule(Severity.WARNING, Group.COMMANDS, texts={">\n", ">-\n", "> \n", ">- \n", "\\ "})
def altered_command(document: Document) -> Iterator[Violation]:
    r"""Finds a command of which the shell gets something else than its lines show.

    ## Why

    YAML joins lines by spaces, unless they are below `|`: below `>`, in quotes, and in text that simply goes on
    on the next line. A `\` at the end of a line then no longer continues it, a comment hides what was on the
    lines below, and `done` is no command of its own. A dash that is indented too far begins no item, a `#`
    after a space ends the text even inside the quotes of the shell, and `!` at the beginning is a tag. The job
    is valid, and runs something else.

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
          - >-
            python train.py \
            --epochs 10
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
            python train.py \
            --epochs 10
    ```
    """
    yield from altered_commands(document).values()


@cache_last_result
def altered_commands(document: Document) -> Mapping[Pointer, Violation]:
    """Return the violation of each command that YAML alters, by the command's pointer."""
    found: dict[Pointer, Violation] = {}
    unread = 0
    for written in written_commands(document):
        altered = alteration(document, written)
        if altered is None and unread < _MAXIMUM_CHECKED and is_doubtful(written):
            unread += 1
            altered = joined_syntax(written)
        if altered:
            found[written.pointer] = Violation(written.place(altered.offset), altered.message, altered.hint)
    return found

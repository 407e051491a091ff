import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.place import Pointer
from paicatalog.rules.commands.alterations import alteration, is_doubtful, joined_syntax
from paicatalog.rules.commands.written_lines import written_commands
from paicatalog.rules.rule import Group, rule

_MAXIMUM_CHECKED = 30
"""Commands of one job that bash checks at most: each takes as long as a hundred files."""

_FOLDED = re.compile(r"^( *)- >-? *\n((?:\1 +[^\n]*\n?|\n)*)", re.MULTILINE)
_PLAIN = re.compile(r"[\w ./=:,@%+~$&|-]*")
_OPERATORS = ("&&", "||", "|")
_TAG = re.compile(r"<%[^%\n]*%>")


@rule(Severity.WARNING, Group.COMMANDS, texts={"- >\n", "- >-\n", " \n"})
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
    if document.keys is not None and _joins_harmlessly(document.source.text):
        return found
    unread = 0
    for written in written_commands(document):
        altered = alteration(document, written)
        if altered is None and unread < _MAXIMUM_CHECKED and is_doubtful(written):
            unread += 1
            altered = joined_syntax(written)
        if altered:
            found[written.pointer] = Violation(written.place(altered.offset), altered.message, altered.hint)
    return found


def _joins_harmlessly(text: str) -> bool:
    """Return whether all joined lines of a simple YAML text continue a command, as `--lr 1` or a line after `&&` does.

    That holds for most folded commands, and takes a hundredth of the time of composing the text.
    """
    return " \n" not in text and all(_continues(_TAG.sub("x", block)) for _, block in _FOLDED.findall(text))


def _continues(block: str) -> bool:
    lines = [line.strip() for line in block.strip("\n").split("\n")]
    return all(map(_PLAIN.fullmatch, lines)) and all(
        above.endswith(_OPERATORS) or line.startswith(("-", *_OPERATORS)) for above, line in pairwise(lines)
    )

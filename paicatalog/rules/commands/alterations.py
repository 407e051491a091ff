"""Differences between a command as its lines show it and the text that YAML makes of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from paicatalog.protocol.document import Document
from paicatalog.protocol.locate import source_line
from paicatalog.protocol.yaml.syntax_errors.item_text import quoted
from paicatalog.rules.commands.bash import bash_error
from paicatalog.rules.commands.compound_shell import surely_parses_compound
from paicatalog.rules.commands.plain_shell import surely_parses
from paicatalog.rules.commands.shell_state import (
    CODE,
    COMMENT,
    DOUBLE,
    SINGLE,
    ends_in_quotes,
    run_starts,
    shell_states,
)
from paicatalog.rules.commands.written_lines import WrittenCommand, WrittenLine

_LONGEST = 70
"""Characters of a command that a message shows."""
_WRAPPED = 60
"""Characters; a comment of more is likely to be wrapped."""
_BLOCK = "Begin the item with `- |` and put the lines below it"
_CONTINUED = re.compile(r"(?<!\\)(?:\\\\)*\\ $")
_BLANK_BEHIND_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\[ \t]+$", re.MULTILINE)
_TAG = re.compile(r"<%(?:(?!<%)[\s\S])*?%>")
_CLOSING = (")", "]", "}", "'", '"')
_PROGRAM = re.compile(r"""(?:python[0-9.]*|perl|ruby|node|Rscript)(?:[ \t]+-\w+)*[ \t]+-[ce][ \t]+$""")
_UNFINISHED = re.compile(r"(?:[;,({\[\\|&+*/=:]|\b(?:do|then|else|in|and|or|not))$")
_SEPARATOR = re.compile(r"[;&|]+\s*")
_TAKES_NO_COMMAND = re.compile(
    r"(?:cd|export|source|\.|set|pip3?|apt|apt-get|git|mkdir|wget|curl|tar|unzip|chmod|sleep|ls|cp|mv|rm|hdfs|conda)\s"
)
"""The first word of a command that does not run another one."""
_BEGINS_COMMAND = re.compile(
    r"(?:cd [\w./~$<-]+$|export \w+=|source \S|set -[eux]|pip3? install |apt(?:-get)? (?:-\w+ )*(?:install|update)"
    r"|git clone |mkdir (?:-p )?[\w./~$<-]+$|(?:ba)?sh \S+\.sh|python[0-9.]* (?:\S+\.py|-[mcu] )|wget (?:-\S+ )*http"
    r"|curl (?:-\S+ )*http|tar -?[xc]\w*f |unzip |chmod \S+ |\./\S+)"
)


@dataclass(frozen=True, slots=True)
class Alteration:
    """A place at which the shell gets something else than the lines show."""

    offset: int
    """Offset in the command."""
    message: str
    hint: str


def alteration(document: Document, written: WrittenCommand) -> Alteration | None:
    """Return the first difference that changes what runs; None if there is none."""
    return next((found for check in _CHECKS if (found := check(document, written))), None)


def _dropped_sign(document: Document, written: WrittenCommand) -> Alteration | None:
    """Find `! test -f x`, of which YAML takes the beginning for a tag."""
    first = written.lines[0]
    head = source_line(document, first.line)[: first.column - 1]
    if written.style or len(written.lines) > 1 or not re.search(r"-[ \t]+![ \t]+$", head):
        return None
    message = f"YAML takes the `!` at the beginning for a tag: the shell gets {_shown(written.command)}."
    return Alteration(0, message, f"Put the whole text in quotes: `- {quoted(f'! {written.command}')}`.")


def _cut_comment(_: Document, written: WrittenCommand) -> Alteration | None:
    """Find a ` #` inside a quote of the shell, where YAML ends the text."""
    if written.style or not re.match(r"[ \t]+#", written.behind) or not ends_in_quotes(written.command):
        return None
    message = f"YAML takes the rest of this line for a comment: the shell gets {_shown(written.command)}."
    hint = "Put the whole text in quotes"
    if len(written.lines) == 1 and len(written.behind) < _LONGEST:
        return Alteration(0, message, f"{hint}: `- {quoted(f'{written.command}{written.behind.rstrip()}')}`.")
    return Alteration(0, message, f"{hint}.")


def _continuation(_: Document, written: WrittenCommand) -> Alteration | None:
    """Find a line that ends in a backslash, and is joined with the next by a space."""
    for above, line in _joined(written):
        if _CONTINUED.search(above.text[-_LONGEST:] + written.command[above.start + len(above.text) : line.start]):
            joined = _joint(written.command[: line.start], written.command[line.start :])
            message = f"YAML joins this line with the next, so the `\\` no longer ends a line: {joined}."
            return Alteration(above.start, message, f"{_BLOCK}, or delete each `\\` at the end of a line.")
    return None


def _swallowed_item(document: Document, written: WrittenCommand) -> Alteration | None:
    """Find a line that begins with a dash, and is indented so far that it belongs to the item above."""
    for _, line in _joined(written) if not written.style else ():
        if line.text.startswith("- "):
            first = written.lines[0]
            dash = source_line(document, first.line)[: first.column - 1].rfind("-")
            joined = _joint(written.command[: line.start], written.command[line.start :])
            message = f"This line belongs to the item above: the shell gets {joined}."
            return Alteration(line.start, message, f"Begin it with {dash} spaces, like the dash of that item.")
    return None


def _swallowing_comment(_: Document, written: WrittenCommand) -> Alteration | None:
    """Find a comment that is joined with lines below it, which are no comments."""
    states = shell_states(written.command)
    starts = run_starts(states)
    for above, line in _joined(written):
        if states[line.start] == COMMENT and not line.text.startswith("#"):
            start = starts[line.start]
            if start == above.start and len(above.text) > _WRAPPED and not _BEGINS_COMMAND.match(line.text):
                return None  # A long comment that goes on in the next line.
            message = f"YAML joins these lines, so the comment hides the rest: {_shown(written.command[start:])}."
            return Alteration(start, message, f"{_BLOCK}, or move the comment above the item.")
    return None


def _joined_program(_: Document, written: WrittenCommand) -> Alteration | None:
    """Find a program in quotes, such as that of `python -c`, whose lines are joined."""
    states = shell_states(written.command)
    starts = run_starts(states)
    for above, line in _joined(written):
        if states[line.start] not in (SINGLE, DOUBLE):
            continue
        start = starts[line.start]
        code = written.command[max(start + 1, above.start) : line.start].rstrip()
        runs = _PROGRAM.search(written.command[max(start - _LONGEST, 0) : start])
        if runs and code and not _UNFINISHED.search(code) and not line.text.startswith(_CLOSING):
            end = next((at for at in range(line.start, len(starts)) if starts[at] != start), len(starts))
            program = _joint(written.command[start + 1 : line.start], written.command[line.start : end].rstrip("'\""))
            message = f"YAML joins these lines into one, and the program gets {program}."
            return Alteration(line.start, message, f"{_BLOCK}.")
    return None


def is_doubtful(written: WrittenCommand) -> bool:
    """Return whether YAML joins lines of a command, and bash may not be able to read the result."""
    joined = _without_tags(written.command)
    return any(line.joined for line in written.lines) and not (surely_parses(joined) or surely_parses_compound(joined))


def joined_syntax(written: WrittenCommand) -> Alteration | None:
    """Return the difference if bash can read the lines, but not after YAML has joined them. It starts bash twice."""
    if not bash_error(_without_tags(written.command)):
        return None
    if bash_error(_without_tags("\n".join(line.text for line in written.lines))):
        return None
    message = f"YAML joins these lines into one, which bash cannot read: {_shown(written.command)}."
    return Alteration(written.lines[0].start, message, f"{_BLOCK}.")


def _joined_commands(_: Document, written: WrittenCommand) -> Alteration | None:
    """Find a command on a line of its own that becomes arguments of the one above."""
    states = shell_states(written.command)
    for above, line in _joined(written):
        command = _SEPARATOR.split(above.text)[-1]
        if states[line.start] != CODE or _UNFINISHED.search(above.text) or not _BEGINS_COMMAND.match(line.text):
            continue
        if _TAKES_NO_COMMAND.match(command) and _begins_line(written, above):
            joined = _shown(f"{above.text} {line.text}")
            message = f"YAML joins this line with the one above: the shell gets {joined}."
            return Alteration(line.start, message, f"{_BLOCK}, or begin this line with `- ` like the item above.")
    return None


def _begins_line(written: WrittenCommand, line: WrittenLine) -> bool:
    """Return whether a line is where a command begins."""
    before = written.command[: line.start].rstrip(" ")
    return not before or before[-1] in "\n;&|"


def _blank_behind_backslash(_: Document, written: WrittenCommand) -> Alteration | None:
    """Find a backslash that continues no line, since a space follows it."""
    states = shell_states(written.command)
    for match in _BLANK_BEHIND_BACKSLASH.finditer(written.command):
        at = match.end() - len(match[0].lstrip("\\")) - 1
        if states[at] == "\\" and match.end() < len(written.command):
            message = "A space follows this backslash, so the command ends here."
            return Alteration(at, message, "Delete the spaces at the end of the line, so that it ends in `\\`.")
    return None


_CHECKS: tuple[Callable[[Document, WrittenCommand], Alteration | None], ...] = (
    _dropped_sign,
    _cut_comment,
    _swallowed_item,
    _continuation,
    _swallowing_comment,
    _joined_program,
    _joined_commands,
    _blank_behind_backslash,
)


def _joined(written: WrittenCommand) -> Iterator[tuple[WrittenLine, WrittenLine]]:
    """Yield each line that YAML joins with the one above, and that one."""
    return ((above, line) for above, line in pairwise(written.lines) if line.joined)


def _without_tags(command: str) -> str:
    return _TAG.sub("x", command)


def _joint(before: str, after: str) -> str:
    """Return joined text as `_shown` does, without the beginning if the joint would be cut off."""
    if len(before) > _LONGEST // 2:
        before = " ".join(["…", *before.split()[-2:]])
    return _shown(f"{before} {after}")


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return f"`{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}`"

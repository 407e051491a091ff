import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.yaml.syntax_errors.typography import BLANKS, DASHES, QUOTES, SIGNS, name_of, plain_name_of
from paicatalog.rules.commands.character import place_of_character
from paicatalog.rules.commands.shell_state import CODE, shell_states
from paicatalog.rules.document_parts import commands, data_of, job_of, leaves, strings
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_PROSE = frozenset({"description", "contributor", "summary", "citation", "commands", "preCommands", "postCommands"})
_OF_SHELLS = frozenset([*QUOTES, *DASHES, *BLANKS, *"；｜＆＞＜＄"])
_OF_KEYS = frozenset([*QUOTES, *BLANKS, "：", "，"])
_SIGN = re.compile(f"[{''.join(_OF_SHELLS)}]")
_LONGEST = 100
"""Characters of a line that a hint shows."""


@rule(Severity.WARNING, Group.READING)
def typographic_sign(document: Document) -> Iterator[Violation]:
    """Finds typographic quotes, dashes and spaces where YAML or a shell needs the plain sign.

    ## Why

    Word processors and web pages turn `"` into `“` and `--` into `–`, and East Asian keyboards type `；` for `;`.
    To YAML and to bash these are ordinary characters: the quotes become part of the text, `–lr` is no option, and
    two words with a no-break space between them are one.

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
          - python train.py –epochs 10
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
          - python train.py --epochs 10
    ```
    """
    if document.source.content.isascii():
        return
    yield from _quoted_values(document)
    yield from _keys(document)
    for pointer, _, listed in commands(job_of(document)):
        for index, command in strings(listed):
            offsets = _offsets(command) if _SIGN.search(command) else []
            if offsets:
                sign = command[offsets[0]]
                message = f"To bash, {name_of(sign)} is an ordinary character, not {_kind_of(sign)}."
                place = place_of_character(document, (*pointer, index), command, offsets[0])
                yield Violation(place, message, _remedy(command, offsets))


def _quoted_values(document: Document) -> Iterator[Violation]:
    """Yield violations for values in typographic quotes, except in texts for people."""
    for pointer, text in leaves(data_of(document)):
        if len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES and _PROSE.isdisjoint(map(str, pointer)):
            message = f"To YAML, {name_of(text[0])} is an ordinary character, not a quote: it is part of this value."
            yield Violation(Place(pointer), message, f"Write `{QUOTES[text[0]]}` before and after the value.")


def _keys(document: Document) -> Iterator[Violation]:
    """Yield violations for keys that OpenPAI does not refuse, since any key is allowed there."""
    refused = {problem.place.pointer for problem in document.problems}
    for pointer in _all_keys(data_of(document), ()):
        key = str(pointer[-1])
        sign = next((sign for sign in key if sign in _OF_KEYS), None)
        if sign and pointer not in refused and not any(pointer[: len(other)] == other for other in refused if other):
            message = (
                f"To YAML, {name_of(sign)} is an ordinary character, not {_kind_of(sign)}: it is part of this key."
            )
            yield Violation(Place(pointer, Part.KEY), message, f"Write {plain_name_of(sign)} instead.")


def _all_keys(value: object, pointer: Pointer) -> Iterator[Pointer]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in entries:
        if isinstance(step, str):
            yield (*pointer, step)
        if isinstance(item, dict | list):
            yield from _all_keys(item, (*pointer, step))


def _offsets(command: str) -> list[int]:
    """Return the offsets of the signs that are most likely meant as signs of the shell."""
    states = shell_states(command)
    return [
        match.start()
        for match in _SIGN.finditer(command)
        if states[match.start()] == CODE and _is_sign(command, match.start())
    ]


def _is_sign(command: str, at: int) -> bool:
    before, behind = command[at - 1 : at] if at else " ", command[at + 1 : at + 2] or " "
    if before.isalpha() and behind.isalpha() and (command[at] in QUOTES or not (before + behind).isascii()):
        return False  # An apostrophe, or text that is no code.
    if command[at] in DASHES:
        return before.isspace() and behind.isascii() and (behind.isalnum() or behind in "-<")
    return True


def _remedy(command: str, offsets: list[int]) -> str:
    plain = {at: _plain(command, at) for at in offsets}
    start = command.rfind("\n", 0, offsets[0]) + 1
    end = command.find("\n", offsets[0])
    line = "".join(plain.get(at, command[at]) for at in range(start, end if end >= 0 else len(command)))
    sign = plain[offsets[0]]
    what = "a plain space" if sign == " " else f"`{sign}`"
    return f"Write {what}: `{line.strip()}`." if len(line) <= _LONGEST else f"Write {what}."


def _kind_of(sign: str) -> str:
    """Return in words what a sign looks like."""
    kinds = {'"': "a quote", "'": "a quote", "-": "a dash", " ": "a plain space"}
    return kinds.get(SIGNS[sign], quote(SIGNS[sign]))


def _plain(command: str, at: int) -> str:
    """Return what to write for a sign; an option of several letters has two dashes."""
    option = command[at] in DASHES and re.match(r"[A-Za-z]{2}", command[at + 1 :])
    return "--" if option else SIGNS[command[at]]

import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.problem import ProblemKind
from paicatalog.protocol.yaml.syntax_errors.repair import COMMAND_LISTS
from paicatalog.protocol.yaml.syntax_errors.typography import DASHES
from paicatalog.rules.commands.item_in_quotes import EMPTY_ITEM, item_remedy
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe, quote, sentence

_EXAMPLES = {
    "memoryMB": "memoryMB: 8192",
    "shmMB": "shmMB: 1024",
    "gpu": "gpu: 0",
    "jobRetryCount": "jobRetryCount: 0",
    "taskRetryCount": "taskRetryCount: 0",
    "parameters": "parameters: {epochs: 10}",
    "secrets": 'secrets: {token: "******"}',
    "defaults": "defaults: {deployment: production}",
    "extras": "extras: {submitFrom: submit-job-v2}",
    "commands": "commands: [python train.py]",
    "uri": "uri: [https://example.com/data.tar.gz]",
}
"""What to write, by key; a list and its items have the same key."""
_BY_TYPE = {
    "a list": ("[...]", "Begin each item with `- ` on a line of its own below the key, or write"),
    "a mapping": ("{name: value}", "Write `name: value` lines below the key, indented, or"),
    "a whole number": ("1", "Write digits only, without quotes, unit or point:"),
}
"""What to write for keys that are not in `_EXAMPLES`, and the words before it."""
_TEXT_REMEDIES = {
    "a list": "Write one text instead of the list:",
    "a mapping": "Put text that has `: ` in it in quotes, or below a line with `|`:",
}
_AMOUNT = re.compile(r"([0-9]{1,9})\s*([GM]i?B?)?", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z0-9][\w./~+-]{0,200}(?::[\w./~+-]{1,200})*")
"""Text that needs no quotes in a list."""


@rule(Severity.ERROR, Group.SCHEMA)
def wrong_type(document: Document) -> Iterator[Violation]:
    """Finds a value of another kind than the protocol asks for.

    ## Why

    OpenPAI refuses it. YAML decides by the spelling: `1.0` is a number, `"1.0"` is text; `true` is no text;
    nothing after the colon is null.

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
          cpu: four
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
    """
    for problem in problems(document, ProblemKind.WRONG_TYPE):
        found, expected = problem.detail.get("found"), tuple(problem.detail.get("expected") or ())
        what = "empty" if found == "nothing" else found
        message = f"{sentence(describe(problem.place.pointer))} is {what}; it must be {' or '.join(expected)}."
        if beside := problem.detail.get("beside"):
            name = quote(problem.place.pointer[-1])
            hint = f"Begin {quote(beside)}, and what belongs to it too, two spaces further right than {name}."
            yield Violation(problem.place, message, hint)
            continue
        item = _item_remedy(document, problem.place, found) if expected == ("text",) else None
        given = problem.detail.get("value")
        yield Violation(problem.place, message, item or _remedy(str(found), expected, problem.place.pointer, given))


def _item_remedy(document: Document, place: Place, found: object) -> str | None:
    """Return how to write an item of a list of commands; None for another value."""
    is_empty = found == "nothing" and place.pointer[-2:-1] and place.pointer[-2] in COMMAND_LISTS
    return item_remedy(document, place) or (EMPTY_ITEM if is_empty else None)


def _number(given: str, key: str) -> str | None:
    """Return the whole number that a text most likely means: `"4"`, or `8 GB` for a key in mebibytes."""
    match = _AMOUNT.fullmatch(given)
    if match is None or (match[2] and not key.endswith("MB")):
        return None
    return str(int(match[1]) * (1024 if (match[2] or "").upper().startswith("G") else 1))


def _remedy(found: str, expected: tuple[str, ...], pointer: Pointer, given: object) -> str:
    key = next((step for step in reversed(pointer) if isinstance(step, str)), "")
    item = bool(pointer) and isinstance(pointer[-1], int)
    if "text" in expected:
        written = '- "..."' if item else f'{key}: "..."'
        if found == "nothing":
            return f"Write `{written}`, or delete {'the item' if item else 'the key'}."
        return f"{_TEXT_REMEDIES.get(found, 'Put it in quotes:')} `{written}`."
    if "a list" in expected and isinstance(given, str) and given.startswith("-"):
        return "Write a space after each dash, as in `- item`."
    if "a list" in expected and isinstance(given, str) and given[:1] in DASHES:
        return f"Begin each item with `- `: `{given[0]}` is not `-`."
    value, words = next((_BY_TYPE[kind] for kind in expected if kind in _BY_TYPE), ("...", "Write"))
    if "a whole number" in expected and isinstance(given, str) and (number := _number(given, key)):
        return f"{words} `{f'- {number}' if item else f'{key}: {number}'}`."
    example = f"- {value}" if item else _EXAMPLES.get(key, f"{key}: {value}")
    if "a list" in expected and isinstance(given, str) and _PLAIN.fullmatch(given) and not item:
        example = f"{key}: [{given}]"
    return f"Write `{example}`." if found == "nothing" else f"{words} `{example}`."

"""Places in a file of characters of commands, for all styles in which YAML writes text."""

import re

from paicatalog.protocol.document import Document
from paicatalog.protocol.locate import locate, source_line
from paicatalog.protocol.place import Place, Pointer, Span

_BLOCK = re.compile(r"(?:[&!]\S*[ \t]+)*(?P<sign>[|>])[-+0-9]*\s*(?:#.*)?")
"""The header of a block scalar, with an optional anchor or tag before it."""


def place_of_character(document: Document, pointer: Pointer, command: str, offset: int) -> Place:
    """Return the place of the character at `offset` of `command`, the text at `pointer`.

    In text that YAML folds from several lines, this is the beginning of its word. If that cannot be found, it is the
    place of the whole text.
    """
    span = locate(document, Place(pointer))
    opening = source_line(document, span.line)[span.column - 1 :]
    sign = block_sign(opening)
    if sign == "|":
        return _in_literal(document, pointer, span, command, offset)
    if span.line == span.end_line:
        return _in_line(document, pointer, span, command, offset)
    return _in_words(document, pointer, span, command, offset, header=bool(sign))


def block_sign(opening: str) -> str:
    """Return `|` or `>` if the rest of a line begins a block scalar, else ""."""
    block = _BLOCK.fullmatch(opening)
    return block["sign"] if block else ""


def _in_literal(document: Document, pointer: Pointer, span: Span, command: str, offset: int) -> Place:
    before = command[:offset]
    text = command[before.rfind("\n") + 1 :].split("\n", 1)[0]
    line = span.line + 1 + before.count("\n")
    written = source_line(document, line)
    if not written.endswith(text):
        return Place(pointer)
    return Place(pointer, line=line, column=len(written) - len(text) + len(before) - before.rfind("\n"))


def _in_line(document: Document, pointer: Pointer, span: Span, command: str, offset: int) -> Place:
    written = source_line(document, span.line)[span.column - 1 : span.end_column - 1]
    quote = 1 if written[:1] in ("'", '"') else 0
    if written[quote : quote + offset + 1] == command[: offset + 1]:
        return Place(pointer, line=span.line, column=span.column + quote + offset)
    word = (command[offset:].split(None, 1) or [""])[0]
    return Place(pointer, excerpt=word or None)


def _in_words(document: Document, pointer: Pointer, span: Span, command: str, offset: int, *, header: bool) -> Place:
    """Return the place of a word by counting words: folding keeps the words and their order."""
    wanted = len(re.findall(r"\S+", command[:offset]))
    if offset and not command[offset - 1].isspace() and not command[offset].isspace():
        wanted -= 1  # In the middle of a word.
    for line in range(span.line + header, span.end_line + 1):
        written = source_line(document, line)
        start = span.column - 1 if line == span.line else 0
        words = [match.start() for match in re.finditer(r"\S+", written) if match.start() >= start]
        if wanted < len(words):
            return Place(pointer, line=line, column=words[wanted] + 1)
        wanted -= len(words)
    return Place(pointer)

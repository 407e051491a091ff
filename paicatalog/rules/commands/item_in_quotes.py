"""Commands that YAML reads as something else than text, written so that they are text."""

import re

from paicatalog.protocol.document import Document
from paicatalog.protocol.locate import locate, source_line
from paicatalog.protocol.place import Place
from paicatalog.protocol.yaml.syntax_errors.item_text import quoted, written_text
from paicatalog.protocol.yaml.syntax_errors.repair import COMMAND_LISTS

_LONGEST = 200
"""Characters of a command that a hint can show."""
_NULL = re.compile(r"(?:~|null|Null|NULL)(?:[ \t]+#.*)?")
EMPTY_ITEM = "Delete the item, or write the command after `- `."


def item_remedy(document: Document, place: Place) -> str | None:
    """Return what to write for the command at `place`; None if it is no command, or not on one line."""
    if not place.pointer[-2:-1] or place.pointer[-2] not in COMMAND_LISTS:
        return None
    span = locate(document, place)
    written = written_text(source_line(document, span.line))
    if written is None or not written.is_item or span.end_line != span.line or len(written.text) > _LONGEST:
        return None
    if _NULL.fullmatch(written.text):
        return EMPTY_ITEM
    if written.text.startswith("- "):
        return f"Write one dash: `- {written.text[1:].lstrip()}`."
    if written.text.startswith("#"):
        return f"Delete the item, or put it in quotes if it is no comment: `- {quoted(written.text)}`."
    return f"Put it in quotes: `- {quoted(written.text)}`."

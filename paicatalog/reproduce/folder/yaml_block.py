"""Multi-line text in YAML, as a readable block scalar if possible."""

import re

from paicatalog.protocol.edit.yaml_scalar import yaml_scalar
from paicatalog.reproduce.shell.code import Code, indented, joined, literal, plain

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that YAML parsers reject or read as line breaks. No `ShellValue` contains them."""
_STEP = 2


def yaml_block(content: Code, *, indentation: int) -> Code:
    """Return the value, including the final newline, of a key that is indented by `indentation` spaces.

    It is a block scalar that keeps the content's segments, or a double-quoted scalar if the content cannot be written
    as a block.
    """
    text = plain(content)
    if _UNREADABLE.search(text) or not text.strip():
        return literal(yaml_scalar(text, '"') + "\n")
    # Leading spaces would be read as indentation.
    indicator = str(_STEP) if text[0] in " \n" else ""
    chomping = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
    end = "" if text.endswith("\n") else "\n"
    return joined(f"|{indicator}{chomping}\n", indented(content, indentation + _STEP), end)

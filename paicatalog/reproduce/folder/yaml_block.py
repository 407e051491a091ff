"""Texts of many lines in YAML: as they are where YAML lets them, so that people can read them."""

import re

from paicatalog.protocol.edit.yaml_scalar import yaml_scalar
from paicatalog.reproduce.shell.code import Code, indented, joined, literal, plain

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What YAML readers refuse, or take for a line break; no `ShellValue` holds any of it."""
_STEP = 2


def yaml_block(content: Code, *, indentation: int) -> Code:
    """Return a value for a key that stands after `indentation` spaces, with the line break that ends it.

    It is a block scalar, in which the content's segments are kept; where YAML cannot hold the content so, a text in
    double quotes.
    """
    text = plain(content)
    if _UNREADABLE.search(text) or not text.strip():
        return literal(yaml_scalar(text, '"') + "\n")
    # Spaces that begin the content would be taken for indentation.
    indicator = str(_STEP) if text[0] in " \n" else ""
    chomping = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
    end = "" if text.endswith("\n") else "\n"
    return joined(f"|{indicator}{chomping}\n", indented(content, indentation + _STEP), end)

"""Here-documents with quoted delimiters, for text that the shell must not expand."""

import re

from paicatalog.reproduce.shell.code import Code, joined, plain

_UNPASTEABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def heredoc(command: str, content: Code, *, delimiter: str) -> Code:
    """Return `command`, a shell command line, with `content` as its input, unexpanded.

    A missing final newline is added to the content. `delimiter` is lengthened until it does not occur in the content,
    which therefore cannot end the document early.
    """
    text = plain(content)
    while delimiter in text:
        delimiter += "_"
    end = "" if text.endswith("\n") else "\n"
    return joined(f"{command} <<'{delimiter}'\n", content, f"{end}{delimiter}\n")


def unpasteable(text: str) -> str | None:
    """Return the first character that cannot be pasted into a terminal, if any.

    A terminal interprets control characters: one could end the here-document, and the rest would run outside of any
    container. A lone surrogate cannot be encoded as UTF-8.
    """
    found = _UNPASTEABLE.search(text)
    return found[0] if found else None

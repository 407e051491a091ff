"""Here-documents: text of any kind that a shell takes as it is."""

import re

from paicatalog.reproduce.shell.code import Code, joined, plain

_UNPASTEABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def heredoc(command: str, content: Code, *, delimiter: str) -> Code:
    """Return `command`, a shell command line, with `content` as its input: nothing in it is expanded.

    The content gets a line break at its end if it has none. `delimiter` is lengthened until it occurs nowhere in
    the content, which thus cannot end the document early.
    """
    text = plain(content)
    while delimiter in text:
        delimiter += "_"
    end = "" if text.endswith("\n") else "\n"
    return joined(f"{command} <<'{delimiter}'\n", content, f"{end}{delimiter}\n")


def unpasteable(text: str) -> str | None:
    """Return the first character that cannot be pasted as it is, None where all can.

    A terminal acts on control characters: one of them could end the here-document, and what follows would run
    outside of any container. A lone surrogate has no UTF-8.
    """
    found = _UNPASTEABLE.search(text)
    return found[0] if found else None

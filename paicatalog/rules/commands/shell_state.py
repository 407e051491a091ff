"""How a shell reads each character of a command: as code, quoted, or as a comment."""

import re

CODE, SINGLE, DOUBLE, ESCAPED, COMMENT, DOCUMENT = ".", "'", '"', "\\", "#", "<"
"""States of characters; DOCUMENT is the text of a here-document. A quote itself has the state of what it quotes."""

_PIECE = re.compile(
    r"""(?P<escaped>\\[\s\S])|(?P<quote>['"])|(?P<comment>(?<![^\s;&|()])\#[^\n]*)"""
    r"""|(?P<document><<(?P<dash>-?)[ \t]*(?P<mark>['"]?)(?P<end>[A-Za-z_]\w*)(?P=mark))|(?P<line>\n)"""
)
_RUN = re.compile(r"(.)\1*+")
_IN_DOUBLE = re.compile(r'(?:[^"\\]|\\[\s\S])*+"?')


def shell_states(command: str) -> str:
    """Return the state of each character of a command.

    A quote that is not closed extends to the end. Substitutions inside double quotes are not looked into.
    """
    states: list[str] = []
    documents: list[tuple[str, bool]] = []
    at = 0
    while match := _PIECE.search(command, at):
        states.append(CODE * (match.start() - at))
        at = match.end()
        if match["quote"]:
            at = _quote_end(command, match.end(), match["quote"])
            states.append(match["quote"] * (at - match.start()))
        elif match["escaped"]:
            states.append(ESCAPED * 2)
        elif match["comment"]:
            states.append(COMMENT * len(match[0]))
        else:
            states.append(CODE * len(match[0]))
            if match["document"]:
                documents.append((match["end"], bool(match["dash"])))
            elif documents:
                end = _documents_end(command, at, documents)
                states.append(DOCUMENT * (end - at))
                at = end
    states.append(CODE * (len(command) - at))
    return "".join(states)


def run_starts(states: str) -> list[int]:
    """Return for each character where the run of characters with its state begins."""
    return [run.start() for run in _RUN.finditer(states) for _ in range(len(run[0]))]


def ends_in_quotes(command: str) -> bool:
    """Return whether a quote of the command is not closed."""
    states = shell_states(command)
    if states[-1:] not in (SINGLE, DOUBLE):
        return False
    return shell_states(f"{command}x")[-1] == states[-1]


def _quote_end(command: str, start: int, sign: str) -> int:
    if sign == "'":
        found = command.find("'", start)
        return len(command) if found < 0 else found + 1
    match = _IN_DOUBLE.match(command, start)
    return match.end() if match else len(command)


def _documents_end(command: str, start: int, documents: list[tuple[str, bool]]) -> int:
    """Return where the here-documents that begin at `start` end, and forget them."""
    for end, dashed in documents:
        tabs = r"\t*" if dashed else ""
        match = re.compile(rf"^{tabs}{end}$", re.MULTILINE).search(command, start)
        start = match.end() if match else len(command)
    documents.clear()
    return start

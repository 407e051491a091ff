"""Unclosed constructs in shell scripts, found by their words: bash itself only reports "end of file"."""

import re

CLOSING = {
    "if": "fi",
    "for": "done",
    "while": "done",
    "until": "done",
    "select": "done",
    "case": "esac",
    "{": "}",
    "(": ")",
}
"""Closing word by opening word."""
_OPENING = {"fi": ("if",), "done": ("for", "while", "until", "select"), "esac": ("case",), "}": ("{",), ")": ("(",)}
_BEFORE_COMMANDS = frozenset(["then", "do", "else", "elif", "!", "time", *CLOSING]) - {"for", "case", "select"}
_PIECE = re.compile(
    r"""(?P<text>'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|\$\{[^}]{0,1000}\}|\$\(\([^\n]{0,1000}?\)\)|(?<![^\s;&|()])\#[^\n]*)"""
    r"""|(?P<sign>[;&|\n()]|(?<![^\s;&|()])[{}!](?![^\s;&|()]))|(?P<word>[^\s;&|()"'\\]+)"""
)


def innermost_open(script: str) -> tuple[int, str] | None:
    """Return (offset, opening word) of the innermost construct that is not closed; None if there seems to be none."""
    opened: list[tuple[int, str]] = []
    at_command = True
    for match in _PIECE.finditer(script):
        word = match[0]
        if match["text"]:
            at_command = at_command and word.startswith("#")
        elif (word in CLOSING and at_command) or word == "(":
            opened.append((match.start(), word))
            at_command = word in _BEFORE_COMMANDS
        elif word in _OPENING and (at_command or word == ")"):
            if opened and opened[-1][1] in _OPENING[word]:
                opened.pop()
            at_command = word == ")"
        else:
            at_command = match["sign"] is not None or (at_command and word in _BEFORE_COMMANDS)
    return opened[-1] if opened else None

"""Fast syntax check of shell scripts with `if`, loops, `{ ... }`, `[[ ... ]]` and here-documents.

Starting bash takes some hundred times as long. As in `plain_shell.py`, False only means that bash has to check the
script.
"""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from paicatalog.rules.commands.plain_shell import BLANK, GAP, JOINER, REDIRECTION, TERMINATOR, simple_command, word

_BEFORE_COMMANDS = {"if": "then", "while": "do", "until": "do", "{": "}"}
"""The word that follows the commands, by opening word."""
_NEXT = {
    "then": ("elif", "else", "fi"),
    "elif": ("then",),
    "else": ("fi",),
    "do": ("done",),
}
"""The words that may follow the commands after a word."""
_LAST = ("fi", "done", "}")


@dataclass(slots=True)
class _Frame:
    """An open compound command."""

    expected: tuple[str, ...] = ()
    """The words that may follow its commands."""
    has_command: bool = False
    """Whether there is a command after the last of its words."""


@dataclass(slots=True)
class _Reader:
    script: str
    continued: bool
    """Whether any line of it is continued by a backslash."""
    at: int = 0
    frames: list[_Frame] = field(default_factory=lambda: [_Frame()])
    documents: list[tuple[str, bool]] = field(default_factory=list)
    """The here-documents whose text follows: (delimiter, whether tabs before it are skipped)."""


@lru_cache(maxsize=1000)
def surely_parses_compound(script: str) -> bool:
    """Return whether bash certainly parses `script`; False if only bash can decide."""
    reader = _Reader(script, continued="\\\n" in script)
    _consume(reader, _patterns()["gap"])
    while reader.at < len(script):
        if not (_word(reader) or _command(reader)):
            return False
    return len(reader.frames) == 1 and not reader.documents


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    one = word()
    plain = rf"(?![-!]|\]\]){one}"
    compared = rf"{plain}(?:{BLANK}(?:==?|!=|-(?:eq|ne|lt|le|gt|ge|nt|ot)){BLANK}{plain})?+"
    test = rf"(?:!{BLANK})?+(?:-[defghnrstwxz]{BLANK}{plain}|{compared})"
    tests = rf"\[\[{BLANK}{test}(?:{BLANK}(?:&&|\|\|){BLANK}{test})*+{BLANK}\]\](?=[\s;&|]|\Z)"
    patterns = {
        "gap": GAP,
        "word": r"(?:if|then|elif|else|fi|while|until|do|done|[{}])(?=[ \t\n;]|\Z)",
        "for": rf"for{BLANK}[A-Za-z_]\w*+(?:{BLANK}in(?:{BLANK}{one})*+{BLANK}?+)?+(?:;|\n){GAP}do(?=[ \t\n])",
        "command": simple_command(one),
        "tests": tests,
        "more": rf"(?:(?:{REDIRECTION}|{BLANK}){one})++",
        "redirections": rf"(?:{REDIRECTION}{one})++",
        "document": rf"{BLANK}?+<<(?P<dash>-?)[ \t]*+(?P<quote>['\"]?)(?P<end>[A-Za-z_]\w*+)(?P=quote)(?=[\s;<>]|\Z)",
        "joiner": rf"{BLANK}?+{JOINER}{GAP}",
        "terminator": rf"{BLANK}?+{TERMINATOR}{GAP}",
        "line": rf"(?:{BLANK}(?:\#[^\n]*+)?+)?+(?:\n|\Z)",
    }
    return {name: re.compile(pattern, re.ASCII) for name, pattern in patterns.items()}


def _consume(reader: _Reader, pattern: re.Pattern[str]) -> re.Match[str] | None:
    match = pattern.match(reader.script, reader.at)
    if match:
        reader.at = match.end()
    return match


def _word(reader: _Reader) -> bool:
    """Consume a reserved word, if one follows that is allowed here."""
    patterns = _patterns()
    if _consume(reader, patterns["for"]):
        reader.frames.append(_Frame(("done",)))
        return _consume(reader, patterns["gap"]) is not None
    match = patterns["word"].match(reader.script, reader.at)
    if match is None:
        return False
    found, frame = match[0], reader.frames[-1]
    if found in _BEFORE_COMMANDS:
        reader.frames.append(_Frame((_BEFORE_COMMANDS[found],)))
    elif found in frame.expected and frame.has_command:
        frame.expected, frame.has_command = _NEXT.get(found, ()), False
    else:
        return False
    reader.at = match.end()
    if found in _LAST:
        reader.frames.pop()
        return _end(reader, patterns["redirections"])
    return _consume(reader, patterns["gap"]) is not None


def _command(reader: _Reader) -> bool:
    patterns = _patterns()
    if _consume(reader, patterns["tests"]):
        return _end(reader, patterns["redirections"])
    return _consume(reader, patterns["command"]) is not None and _end(reader, patterns["more"])


def _end(reader: _Reader, more: re.Pattern[str]) -> bool:
    """Consume the redirections and here-documents of the last command, and what ends it."""
    patterns = _patterns()
    reader.frames[-1].has_command = True
    while match := _consume(reader, more) or _consume(reader, patterns["document"]):
        if "end" in match.re.groupindex:
            if match["quote"] == "" and reader.continued:
                return False  # A continued line may join the delimiter to the line before.
            reader.documents.append((match["end"], bool(match["dash"])))
        elif reader.documents and "\n" in match[0]:
            return False
    if reader.documents:
        return _consume(reader, patterns["line"]) is not None and _documents(reader)
    if _consume(reader, patterns["joiner"]):
        reader.frames[-1].has_command = False
        return reader.at < len(reader.script)
    if _consume(reader, patterns["terminator"]):
        return True
    return _consume(reader, patterns["line"]) is not None and _consume(reader, patterns["gap"]) is not None


def _documents(reader: _Reader) -> bool:
    """Skip the here-documents that begin on the next line."""
    for end, dashed in reader.documents:
        indent = r"\t*" if dashed else ""
        closing = re.compile(rf"\n{indent}{end}(?:\n|\Z)")
        match = closing.search(reader.script, reader.at - 1)
        if match is None:
            return False
        reader.at = match.end()
    reader.documents.clear()
    return _consume(reader, _patterns()["gap"]) is not None

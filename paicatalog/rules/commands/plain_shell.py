"""Fast syntax check of simple shell scripts by one regular expression, which accepts most commands.

It covers simple commands, pipelines, lists, redirections, quotes, variables, comments, arithmetic, and `$(...)` that is
not nested. Other scripts (reserved words, here-documents, functions) are not wrong: `compound_shell.py` covers more,
and bash everything. The grammar follows bash's manual ("Shell Syntax"); a test compares accepted scripts with bash.
"""

import re
from functools import cache

RESERVED = "if|then|elif|else|fi|for|while|until|do|done|case|esac|in|select|function|time|coproc"
BLANK = r"(?:[ \t]++(?:\\\n[ \t]*+)*+)"
"""A continued line joins the text on both sides, so it only separates words after a blank."""
GAP = r"(?:[ \t\n]|\\\n|\#[^\n]*+)*+"
"""The text allowed between two commands."""
TERMINATOR = r"(?:;(?![;&|])|&(?![;&|>]))"
JOINER = r"(?:&&|\|\||\|&?+)"
REDIRECTION = (
    # A number before a second operator is its descriptor, not a target; and `<&-` ends the word.
    rf"{BLANK}?+(?:&>>?+|>>|>\||>&|<&|<>|<|>){BLANK}?+(?!(?:[0-9]++|\{{\w*+\}})[<>]|-[^\s;&|<>])"
)
"""A redirection up to its target, which is a word."""
_GAP_INSIDE = r"[ \t\n]*+"
_VARIABLE = r"\$(?:[A-Za-z_]\w*+|[0-9?*@#!$-]|\{[A-Za-z_0-9#!?@*][^{}\"'`$\\()<>\n]*+\})"
_SUM = r"\$\(\((?:[\w \t+*/%<>=!&|?:,^~-]|\$[A-Za-z_]\w*+)*+\)\)"


def simple_command(word: str) -> str:
    """Return a pattern for a command made of words and redirections."""
    return rf"(?!(?:{RESERVED})(?![\w./-])|[{{}}!]|\[\[|\]\])(?:(?:{REDIRECTION}|{BLANK})?+{word})++"


def word() -> str:
    """Return a pattern for one word."""
    inside = _commands(_word(""), _GAP_INSIDE, rf"{BLANK}?+(?:\n{_GAP_INSIDE}|(?=\)))", r"\)")
    return _word(rf"|{_SUM}|\$\({inside}\)")


def _word(substitution: str) -> str:
    quoted = rf"'[^']*+'|\"(?:[^\"\\$`]++|\\[\s\S]|{_VARIABLE}{substitution}|\$(?![\w(\[{{\\`$?*@#!-]))*+\""
    piece = rf"[^\x00-\x20\x7f\"'\\`$()<>|&;\#]++|{quoted}|\\[^\n]|{_VARIABLE}{substitution}|\$(?=[\s/.,:%]|\Z)"
    # `name[` opens a subscript, which extends to its bracket across blanks and quotes.
    return rf"(?!\#|[A-Za-z_]\w*+\[(?![\w.,:-]*+\]))(?:{piece}|\#)++"


def _commands(word: str, gap: str, end: str, last: str) -> str:
    """Return a pattern for commands up to `last`. `end` terminates a command, like `;`."""
    joined = rf"{BLANK}?+{JOINER}{gap}(?!{last})"
    return rf"{gap}(?:{simple_command(word)}(?:{joined}|{BLANK}?+{TERMINATOR}{gap}|{end}))*+"


@cache
def _script() -> re.Pattern[str]:
    end = rf"(?:{BLANK}(?:\#[^\n]*+)?+)?+(?:\n{GAP}|\Z)"
    return re.compile(_commands(word(), GAP, end, r"\Z"), re.ASCII)


def surely_parses(script: str) -> bool:
    """Return whether bash certainly parses `script`; False if another check has to decide."""
    return _script().fullmatch(script) is not None

"""Shell scripts that surely parse: what most commands are made of, seen by one regular expression.

It knows simple commands, pipelines, lists, redirections, quotes, variables, comments, sums and `$(...)` one deep.
Everything else - reserved words, here-documents, functions - is not wrong: `compound_shell` knows more of it, bash all.
The grammar is that of bash's manual ("Shell Syntax"); a test holds each yes against bash.
"""

import re
from functools import cache

RESERVED = "if|then|elif|else|fi|for|while|until|do|done|case|esac|in|select|function|time|coproc"
BLANK = r"(?:[ \t]++(?:\\\n[ \t]*+)*+)"
"""A continued line glues what stands on both sides, so that it counts only behind a blank."""
GAP = r"(?:[ \t\n]|\\\n|\#[^\n]*+)*+"
"""What may stand between two commands."""
TERMINATOR = r"(?:;(?![;&|])|&(?![;&|>]))"
JOINER = r"(?:&&|\|\||\|&?+)"
REDIRECTION = (
    # A number before a second sign is no target but its descriptor, and `<&-` ends the word.
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
    # `name[` opens a subscript, which runs to its bracket over blanks and quotes.
    return rf"(?!\#|[A-Za-z_]\w*+\[(?![\w.,:-]*+\]))(?:{piece}|\#)++"


def _commands(word: str, gap: str, end: str, last: str) -> str:
    """Return a pattern for commands up to `last`. `end` ends one, as `;` does."""
    joined = rf"{BLANK}?+{JOINER}{gap}(?!{last})"
    return rf"{gap}(?:{simple_command(word)}(?:{joined}|{BLANK}?+{TERMINATOR}{gap}|{end}))*+"


@cache
def _script() -> re.Pattern[str]:
    end = rf"(?:{BLANK}(?:\#[^\n]*+)?+)?+(?:\n{GAP}|\Z)"
    return re.compile(_commands(word(), GAP, end, r"\Z"), re.ASCII)


def surely_parses(script: str) -> bool:
    """Return whether bash surely parses `script`; False means that it takes a closer look."""
    return _script().fullmatch(script) is not None

"""Where a job's own value of a parameter has to be text that bash reads, and where a quoted variable means the same.

On OpenPAI, values are pasted into the commands before bash reads these (REST server,
`src/rest-server/src/middlewares/v2/protocol.js`). `$HOME/data`, `{1..3}`, `a && b` or `"a b" c` therefore mean more
than their characters, in most places.
"""

import re
from dataclasses import dataclass

from paicatalog.reproduce.shell.quoting import Placeholder, Quoting

WINDOW = 500
"""How many characters before and after a value matter. Without a limit, long lines would take quadratic time."""
_WORD = re.compile(r"[A-Za-z0-9_.,/:@%+-]+")
_WORDS = re.compile(r"[A-Za-z0-9_.,/:@%+=-]+(?:[ \t]+[A-Za-z0-9_.,/:@%+=-]+)+")
_CALCULATION = re.compile(r"[0-9 +*/%<=>&|^~!?:-]+|0[xX][0-9a-fA-F]+")
_SIMPLE = re.compile(r"[A-Za-z0-9_./ -]*")
_KEYWORDS = frozenset(
    [
        *("!", "[[", "]]", "{", "}", "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for", "function"),
        *("if", "in", "select", "then", "time", "until", "while"),
        *("alias", "declare", "export", "local", "readonly", "typeset"),
    ]
)
"""What bash recognizes only where it is not quoted: reserved words, and builtins with assignments as arguments."""
_BEFORE_COMMAND = re.compile(r"(?:(?:!|\{|do|elif|else|if|then|time|until|while)[ \t]+)*")
_FIRST_WORD = re.compile(r"for[ \t]+\w+[ \t]+in\b|[\w./\"'${}-]+")
_NAME_FOLLOWS = re.compile(r"(?:\b(?:for|select|function)[ \t]+|\$\{[#!]?)$")
_NAME_ENDS = re.compile(r"\+?=|\[[^]\s]*\]\+?=|[ \t]*\(\)")
_MERGES = {
    Quoting.NONE: re.compile(r"\$\w*$|(?:^|[\s=:])~[\w.+-]*$"),
    Quoting.DOUBLE: re.compile(r"\$\w*$"),
    Quoting.DOCUMENT: re.compile(r"\$\w*$"),
    Quoting.ARITHMETIC: re.compile(r"\$\w*$"),
    Quoting.ANSI: re.compile(r"\\[0-7xuUc]?[0-9A-Fa-f]*$"),
}
"""Text that takes in the characters after it."""
_READ = {
    Quoting.DOUBLE: re.compile(r'["\\$`]'),
    Quoting.SINGLE: re.compile("'"),
    Quoting.DOCUMENT: re.compile(r"[\\$`]|(?:^|\n)\t"),
    Quoting.COMMENT: re.compile("\n"),
}
"""Characters that bash reads."""
_SEPARATOR = re.compile(r"[\n;&|()]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a value in a script."""

    placeholder: Placeholder
    before: str
    """The text before it, with the job's own values, as far as it matters."""
    after: str
    """The text after it."""


def is_bare(place: Place) -> bool:
    """Return whether bash reads a name or a number here before it expands variables: `{1..N}`, `N=x`, `for N in`."""
    placeholder, before, after = place.placeholder, place.before, place.after
    if placeholder.quoting is not Quoting.NONE or placeholder.escaped or placeholder.after_dollar:
        return bool(placeholder.in_braces and re.search(r"\$\{[#!]?$", before))
    if re.search(r"\{[\w.-]*\.\.$", before) or (re.search(r"\{$", before) and re.match(r"\.\.[\w.-]*", after)):
        return True
    starts_word = not before or before[-1] in " \t\n;&|("
    return bool(_NAME_FOLLOWS.search(before) or (starts_word and _NAME_ENDS.match(after)))


def means_the_same(value: str, place: Place) -> bool:
    """Return whether a quoted variable means to bash what `value` means as text, at a place.

    The answer may be False for a value that means the same, since the text itself is right everywhere.
    """
    placeholder = place.placeholder
    if placeholder.quoting is Quoting.RAW_DOCUMENT:
        return True
    if placeholder.in_braces or placeholder.after_dollar or is_bare(place):
        return False
    if (placeholder.escaped and not value[:1].isalnum()) or _is_taken_in(place.before, placeholder.quoting):
        return False
    if placeholder.quoting is Quoting.NONE:
        return _is_word(value, place) or (not placeholder.escaped and _are_words(value, place))
    return _is_text(value, placeholder.quoting)


def is_calculation(value: str) -> bool:
    """Return whether a value consists of numbers and operators, which mean the same to bash wherever it calculates."""
    return bool(_CALCULATION.fullmatch(value))


def splits(value: str) -> bool:
    """Return whether a value, where it is not quoted, gives another number of words than one."""
    return not value.strip() or len(re.sub(r"\\.|'[^']*'|\"[^\"]*\"", "x", value.strip(), flags=re.DOTALL).split()) > 1


def changes_context(value: str, place: Place, after: Placeholder, delimiters: frozenset[str]) -> bool:
    """Return whether bash reads what follows a value differently when the value is text.

    `after` is a placeholder directly behind the value as text. `delimiters` are the delimiters of the script's
    here-documents. An example is a value with a single quotation mark.
    """
    before = place.placeholder
    if (before.quoting, before.in_braces) != (after.quoting, after.in_braces) or (value and after.escaped):
        return True
    if before.in_braces and re.search(r"[{}]", value):
        return True
    if before.quoting in (Quoting.DOCUMENT, Quoting.RAW_DOCUMENT):
        return _ends_document(value, place, delimiters)
    if value and after.after_dollar and re.match(r"[\w({\[$@*#?!'\0-]", place.after):
        return True
    if before.quoting is not Quoting.NONE or not value:
        return False
    joints = value[-1] + place.after[:1], place.before[-1:] + value[0]
    return (value[-1] in " \t\n;&|()" and place.after[:1] == "#") or "<<" in joints


def _ends_document(value: str, place: Place, delimiters: frozenset[str]) -> bool:
    """Return whether a here-document ends in a value, or a line of it starts with a tab that `<<-` removes."""
    start = place.before[place.before.rfind("\n") + 1 :]
    lines = f"{start}{value}{place.after.partition(chr(10))[0]}".split("\n")
    if any(line.lstrip("\t") in delimiters for line in lines):
        return True
    document = place.placeholder.document
    if document is None or not document.strips_tabs:
        return False
    return "\n\t" in value or (value.startswith("\t") and not start.strip("\t"))


def _is_taken_in(before: str, quoting: Quoting) -> bool:
    """Return whether an expansion or an escape sequence before a value continues in it."""
    return quoting in _MERGES and bool(_MERGES[quoting].search(before))


def _is_text(value: str, quoting: Quoting) -> bool:
    """Return whether bash reads none of a value's characters in quotes of a kind, or where it calculates."""
    allowed = {Quoting.ARITHMETIC: _CALCULATION, Quoting.ANSI: _SIMPLE}.get(quoting)
    return bool(allowed.fullmatch(value)) if allowed else not _READ[quoting].search(value)


def _is_word(value: str, place: Place) -> bool:
    """Return whether a value is one word, which bash reads outside quotes as it stands."""
    before, after = place.before, place.after
    if not _WORD.fullmatch(value) or after[:1] in tuple("=+[(<>"):
        return False
    whole = f"{_last_word(before)}{value}{_first_word(after)}"
    if whole in _KEYWORDS or (re.search(r"\{[^\s{}]*$", before) and re.search(r",|\.\.", f"{value}{after[:2]}")):
        return False
    test = before[before.rfind("[[") :] if before.rfind("[[") > before.rfind("]]") else ""
    return not test or not (value.startswith("-") or "=~" in test)


def _are_words(value: str, place: Place) -> bool:
    """Return whether a value is nothing or plain words, and all of them arguments of a command or items of a loop."""
    if value and not _WORDS.fullmatch(value):
        return False
    after = place.after
    command = place.before.replace("\\\n", "  ")
    separators = list(_SEPARATOR.finditer(command))
    command = command[separators[-1].end() if separators else 0 :].lstrip()
    command = command[len(_BEFORE_COMMAND.match(command)[0]) :]  # type: ignore[index]  # It matches nothing as well.
    first = _FIRST_WORD.match(command)
    if first is None or first[0] in _KEYWORDS or first.end() == len(command) or command[first.end()] not in " \t":
        return False
    return (
        command[-1] in " \t"
        and command.rstrip()[-1] not in "<>"
        and (not after or after[0] in " \t\n;&|)")
        and "[[" not in command
    )


def _last_word(text: str) -> str:
    return text[len(text.rstrip("abcdefghijklmnopqrstuvwxyz!{}[]")) :]


def _first_word(text: str) -> str:
    return text[: len(text) - len(text.lstrip("abcdefghijklmnopqrstuvwxyz!{}[]"))]

"""Text that YAML does not read as text, such as `- [ -f a ] && b`: what was meant, and how to write it."""

import re
from dataclasses import dataclass
from enum import StrEnum

_LINE = re.compile(
    r"""(?P<before>[ \t]*+(?:-[ \t]++(?=\S))*+(?:(?:[\w.-]++|"[\w.-]++"|'[\w.-]++')[ \t]*+:[ \t]++(?=\S))?+)"""
    r"""(?P<text>\S(?:.*[^ \t])?)[ \t]*"""
)
_ITEM = re.compile(r"[ \t]*(?:-[ \t]+)*-[ \t]+")
_WORD_ENDS = frozenset(" \t&|;<>)")
"""What may follow a quoted word in a command."""
_UNKNOWN_ESCAPE = re.compile(r'\\(?:[0abtnvfre "/\\N_LP\t]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|\\')
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*+"'), "'": re.compile(r"'(?:[^']|'')*+'")}


class Misreading(StrEnum):
    """Why YAML does not read a text as text."""

    SIGN = "sign"
    """It begins with a sign that has a meaning in YAML."""
    BEHIND_QUOTE = "behind quote"
    """It goes on behind a closing quote."""
    QUOTE_INSIDE = "quote inside"
    """It is in quotes, and has the same quotes inside."""
    OPEN_QUOTE = "open quote"
    ESCAPE = "escape"
    """A backslash in double quotes precedes a character that YAML knows no escape of."""
    COLON = "colon"
    """It has `: ` in it, or ends in a colon."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The value of one line as it is written: of a list item, or of a key."""

    before: str
    """Indent, dashes and key."""
    text: str
    """The rest of the line, without white space around it."""

    @property
    def is_item(self) -> bool:
        return _ITEM.fullmatch(self.before) is not None

    @property
    def reason(self) -> Misreading:
        """Why YAML reads something else."""
        sign = self.text[0]
        if sign not in _QUOTED:
            return Misreading.COLON if sign.isalnum() or sign in "./$(~_" else Misreading.SIGN
        close = _closing_quote(self.text)
        if close is None:
            return Misreading.OPEN_QUOTE
        if close == len(self.text) - 1:
            return Misreading.ESCAPE if sign == '"' else Misreading.OTHER
        return Misreading.BEHIND_QUOTE if self.text[close + 1] in _WORD_ENDS else Misreading.QUOTE_INSIDE

    @property
    def scalar(self) -> str:
        """A scalar of YAML, on one line, that is the text that was most likely meant."""
        reason = self.reason
        if reason is Misreading.OPEN_QUOTE:
            return self.text + self.text[0]
        if reason is Misreading.ESCAPE:
            return _UNKNOWN_ESCAPE.sub(lambda found: found[0] if len(found[0]) > 1 else r"\\", self.text)
        if reason is Misreading.QUOTE_INSIDE and self.text.endswith(self.text[0]):
            return quoted(self.text[1:-1])
        return quoted(self.text)


def written_text(line: str) -> WrittenText | None:
    """Return the value on a line; None for a line without one."""
    match = _LINE.fullmatch(line)
    return WrittenText(match["before"], match["text"]) if match else None


def quoted(text: str) -> str:
    """Return a text of one line in quotes: in single ones, in which nothing is escaped, if it has none itself."""
    if "'" not in text or not {'"', "\\"}.isdisjoint(text):
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _closing_quote(text: str) -> int | None:
    """Return the index of the quote that closes the one at the beginning; None if there is none."""
    match = _QUOTED[text[0]].match(text)
    return match.end() - 1 if match else None

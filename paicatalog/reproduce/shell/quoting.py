"""Detection of the quoting around each placeholder in a bash script, which determines how to write a variable there.

The reader implements the part of bash's grammar that distinguishes quotes, here-documents, comments and arithmetic.
It never fails: for a script that bash rejects, the result is a best effort.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum


class Quoting(Enum):
    """The innermost construct around an offset in a script."""

    NONE = "none"
    DOUBLE = "double"
    SINGLE = "single"
    ANSI = "ansi"
    """`$'...'`"""
    ARITHMETIC = "arithmetic"
    DOCUMENT = "document"
    """A here-document in which bash expands variables."""
    RAW_DOCUMENT = "raw document"
    """A here-document with a quoted delimiter: bash expands nothing."""
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class HereDocument:
    """A here-document with a quoted delimiter."""

    delimiter: tuple[int, int]
    """Start and end offset of the delimiter after `<<`, including its quotes."""
    body: tuple[int, int]
    """Start and end offset of its lines, without the closing delimiter."""
    strips_tabs: bool = False
    """Whether bash removes tabs at the start of its lines: `<<-`."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder for a value in a script."""

    offset: int
    quoting: Quoting
    escaped: bool = False
    """Whether a preceding backslash would escape the first character of the value."""
    after_dollar: bool = False
    """Whether a preceding dollar sign would form an expansion with the value."""
    in_braces: bool = False
    """Whether it is part of a `${...}` itself, not of a string or command in it."""
    document: HereDocument | None = None
    """The surrounding here-document, if `quoting` is RAW_DOCUMENT."""


PLACEHOLDER = "\0"
"""The placeholder character, NUL, which cannot occur in a bash script."""


def find_placeholders(script: str, offsets: Sequence[int]) -> tuple[Placeholder, ...]:
    """Return the quoting at each of `offsets`, in order. `PLACEHOLDER` must be at these offsets and nowhere else."""
    if not offsets:
        return ()
    reader = _Reader(script, frozenset(offsets))
    reader.read_script()
    return tuple(reader.placeholders.get(offset, Placeholder(offset, Quoting.NONE)) for offset in offsets)


_BEFORE_COMMENT = frozenset(" \t\n;&|()")
_WORD = re.compile(r"[A-Za-z_]+")
_PLAIN_CODE = re.compile(r"[^\0\\'\"`$#\n<()A-Za-z_]+")
_PLAIN_TEXT = re.compile(r"[^\0\\\"`$]+")
_PLAIN_SINGLE_QUOTED = re.compile(r"[^\0']+")
"""Runs of characters without special meaning: in commands, in expanded text, in single quotes."""
_DOCUMENT = re.compile(r"<<(-?)[ \t]*")
_DELIMITER = re.compile(r"(?:'[^'\n]*'|\"[^\"\n]*\"|\\.|[^\s'\"\\;&|<>()])+")
_QUOTE = re.compile(r"['\"\\]")
_SUBSTRING = re.compile(r"(?:[A-Za-z_]\w*|[@*0-9])(?:\[[^]\n]*\])?:(?![-=?+])")


@dataclass(frozen=True, slots=True)
class _Pending:
    """A here-document that begins on the next line."""

    word: str
    quoted: bool
    strips_tabs: bool
    delimiter: tuple[int, int]


class _Reader:
    def __init__(self, text: str, offsets: frozenset[int]) -> None:
        self.text = text
        self.offsets = offsets
        self.placeholders: dict[int, Placeholder] = {}
        self.pending: list[_Pending] = []

    def read_script(self) -> None:
        at = 0
        while at < len(self.text):
            at = self.read_code(at, "") + 1  # Skip an unmatched `)`: bash reports it.

    def record(
        self, at: int, quoting: Quoting, document: HereDocument | None = None, *, in_braces: bool = False
    ) -> int:
        escaped = quoting in _BACKSLASH_ESCAPES and self.backslashes_before(at) % 2 == 1
        after_dollar = quoting in _DOLLAR_EXPANDS and self.is_after_dollar(at)
        self.placeholders[at] = Placeholder(at, quoting, escaped, after_dollar, in_braces, document)
        return at + 1

    def is_after_dollar(self, at: int) -> bool:
        start = len(self.text[:at].rstrip("$"))
        # A backslash escapes the first dollar sign, and `$$` is the process id.
        return start < at and (at - start - self.backslashes_before(start)) % 2 == 1

    def backslashes_before(self, at: int) -> int:
        return at - len(self.text[:at].rstrip("\\"))

    def read_code(self, at: int, end: str, *, depth: int = 0) -> int:
        """Read commands up to `end` (`)`, a backtick or "" for the end of the text); return its offset."""
        cases = 0
        while at < len(self.text):
            if plain_run := _PLAIN_CODE.match(self.text, at):
                at = plain_run.end()
                continue
            char = self.text[at]
            if char == PLACEHOLDER:
                at = self.record(at, Quoting.NONE)
            elif char == end == "`" or (char == end == ")" and not cases):
                return at
            elif char == "\\":
                at += 1 if self.text[at + 1 : at + 2] == PLACEHOLDER else 2
            elif char == "#" and (at == 0 or self.text[at - 1] in _BEFORE_COMMENT):
                at = self.read_comment(at)
            elif char == "\n":
                at = self.read_here_documents(at + 1)
            elif char == "<" and (found := self.read_redirection(at)):
                at = found
            elif char == "(" and depth < _MOST_LEVELS:
                at = self.read_parenthesis(at, depth)
            elif word := self.word_at(at):
                cases += {"case": 1, "esac": -1 if cases else 0}.get(word, 0)
                at += len(word)
            else:
                at = self.read_quoted(at, depth)
        return at

    def word_at(self, at: int) -> str:
        """Return the word that begins at an offset, or "" if none does."""
        if at and (self.text[at - 1].isalnum() or self.text[at - 1] in "_-./$"):
            return ""
        found = _WORD.match(self.text, at)
        return found[0] if found else ""

    def read_parenthesis(self, at: int, depth: int) -> int:
        if self.text.startswith("((", at) and (at == 0 or self.text[at - 1] in _BEFORE_COMMENT):
            return self.read_arithmetic(at + 2, depth)
        return self.read_code(at + 1, ")", depth=depth + 1) + 1

    def read_quoted(self, at: int, depth: int, *, within: Quoting = Quoting.NONE) -> int:
        """Read one expansion or quoted string, or else one character; return the offset after it."""
        for opening, read in _OPENINGS:
            if self.text.startswith(opening, at) and depth < _MOST_LEVELS:
                return read(self, at + len(opening), depth + 1, within)
        for opening, read in _QUOTES if within is Quoting.NONE else ():
            if self.text.startswith(opening, at):
                return read(self, at + len(opening), depth, within)
        return at + 1

    def read_single_quotes(self, at: int) -> int:
        while at < len(self.text) and self.text[at] != "'":
            plain_run = _PLAIN_SINGLE_QUOTED.match(self.text, at)
            at = plain_run.end() if plain_run else self.record(at, Quoting.SINGLE)
        return at + 1

    def read_ansi_quotes(self, at: int) -> int:
        while at < len(self.text) and self.text[at] != "'":
            if self.text[at] == PLACEHOLDER:
                at = self.record(at, Quoting.ANSI)
            else:
                at += 2 if self.text[at] == "\\" and self.text[at + 1 : at + 2] != PLACEHOLDER else 1
        return at + 1

    def read_double_quotes(self, at: int, depth: int) -> int:
        return self.read_expanding(at, '"', Quoting.DOUBLE, depth) + 1

    def read_braces(self, at: int, depth: int, within: Quoting) -> int:
        """Read the rest of `${...}`. The offsets of a substring, `${name:1:2}`, are arithmetic."""
        within = Quoting.ARITHMETIC if _SUBSTRING.match(self.text, at) else within
        while at < len(self.text) and self.text[at] != "}":
            if self.text[at] == PLACEHOLDER:
                at = self.record(at, within, in_braces=True)
            elif self.text[at] == "\\":
                at += 1 if self.text[at + 1 : at + 2] == PLACEHOLDER else 2
            elif self.text[at] == '"':
                at = self.read_double_quotes(at + 1, depth)
            else:
                at = self.read_quoted(at, depth, within=within)
        return at + 1

    def read_expanding(self, at: int, end: str, quoting: Quoting, depth: int) -> int:
        """Read text in which only `$`, backticks and backslashes are special, up to `end`; return its offset."""
        while at < len(self.text) and self.text[at] != end:
            if plain_run := _PLAIN_TEXT.match(self.text, at):
                at = plain_run.end()
            elif self.text[at] == PLACEHOLDER:
                at = self.record(at, quoting)
            elif self.text[at] == "\\":
                at += 1 if self.text[at + 1 : at + 2] == PLACEHOLDER else 2
            else:
                at = self.read_quoted(at, depth, within=quoting)
        return at

    def read_arithmetic(self, start: int, depth: int) -> int:
        at, level, placeholders, pending = start, 0, dict(self.placeholders), list(self.pending)
        while at < len(self.text):
            if self.text[at] == PLACEHOLDER:
                at = self.record(at, Quoting.ARITHMETIC)
                continue
            if not level and self.text.startswith("))", at):
                return at + 2
            if not level and self.text[at] == ")":
                # Like bash, read it again as nested groups, `((a) | b)`, not arithmetic.
                self.placeholders, self.pending = placeholders, pending
                return self.read_code(start - 1, ")", depth=depth + 1) + 1
            level += {"(": 1, ")": -1}.get(self.text[at], 0)
            at = self.read_quoted(at, depth + 1, within=Quoting.ARITHMETIC) if self.text[at] in "$`" else at + 1
        return at

    def read_brackets(self, at: int, depth: int) -> int:
        """Read the rest of `$[...]`, the old syntax of `$((...))`."""
        return self.read_expanding(at, "]", Quoting.ARITHMETIC, depth) + 1

    def read_comment(self, at: int) -> int:
        while at < len(self.text) and self.text[at] != "\n":
            at = self.record(at, Quoting.COMMENT) if self.text[at] == PLACEHOLDER else at + 1
        return at

    def read_redirection(self, at: int) -> int | None:
        """Read `<<WORD`, whose body begins on the next line; return the offset after it, or None if it is none."""
        if self.text.startswith("<<<", at):
            return at + 3
        sign = _DOCUMENT.match(self.text, at)
        word = _DELIMITER.match(self.text, sign.end()) if sign else None
        if sign is None or word is None or any(word.start() <= offset < word.end() for offset in self.offsets):
            return None
        plain = _QUOTE.sub("", word[0])
        self.pending.append(_Pending(plain, plain != word[0], bool(sign[1]), word.span()))
        return word.end()

    def read_here_documents(self, at: int) -> int:
        """Read the bodies of the pending here-documents, which start at an offset; return the offset after them."""
        waiting, self.pending = self.pending, []
        for pending in waiting:
            at = self.read_body(at, pending)
        return at

    def read_body(self, start: int, pending: _Pending) -> int:
        at = end = start
        while at < len(self.text):
            stop = self.text.find("\n", at)
            line, end = self.text[at : stop if stop >= 0 else len(self.text)], at
            at += len(line) + 1
            if (line.lstrip("\t") if pending.strips_tabs else line) == pending.word:
                break
        else:
            end = len(self.text)
        if pending.quoted:
            document = HereDocument(pending.delimiter, (start, end), pending.strips_tabs)
            for offset in sorted(self.offsets):
                if start <= offset < end:
                    self.record(offset, Quoting.RAW_DOCUMENT, document)
        else:
            self.read_expanding_body(start, end)
        return at

    def read_expanding_body(self, start: int, end: int) -> None:
        """Read the body of a here-document that bash expands, independently of its surroundings."""
        inner = _Reader(self.text[:end], self.offsets)
        inner.read_expanding(start, "", Quoting.DOCUMENT, 0)
        self.placeholders.update(inner.placeholders)


_BACKSLASH_ESCAPES = frozenset({Quoting.NONE, Quoting.DOUBLE, Quoting.DOCUMENT, Quoting.ANSI})
_DOLLAR_EXPANDS = frozenset({Quoting.NONE, Quoting.DOUBLE, Quoting.DOCUMENT})
_MOST_LEVELS = 50

_OPENINGS: tuple[tuple[str, Callable[[_Reader, int, int, Quoting], int]], ...] = (
    ("$((", lambda reader, at, depth, _: reader.read_arithmetic(at, depth)),
    ("$(", lambda reader, at, depth, _: reader.read_code(at, ")", depth=depth) + 1),
    ("$[", lambda reader, at, depth, _: reader.read_brackets(at, depth)),
    ("${", lambda reader, at, depth, within: reader.read_braces(at, depth, within)),
    ("`", lambda reader, at, depth, _: reader.read_code(at, "`", depth=depth) + 1),
)
_QUOTES: tuple[tuple[str, Callable[[_Reader, int, int, Quoting], int]], ...] = (
    ("$'", lambda reader, at, _, __: reader.read_ansi_quotes(at)),
    ("'", lambda reader, at, _, __: reader.read_single_quotes(at)),
    ('"', lambda reader, at, depth, _: reader.read_double_quotes(at, depth)),
)

"""Causes of YAML syntax errors: a parser stops where it cannot continue, often many lines below the mistake."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from yaml.error import MarkedYAMLError, YAMLError
from yaml.tokens import (
    BlockEntryToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    KeyToken,
    ScalarToken,
    StreamEndToken,
    Token,
)

from paicatalog.protocol.yaml.libyaml_parser import Parser

_MAXIMUM_TOKENS = 50_000
"""Limit of the tokens read; in a file with more, the first ones would not explain the mistake."""


class SyntaxCause(StrEnum):
    """Mistakes that make the parser fail."""

    OPEN_QUOTE = "open quote"
    """detail: sign (str)."""
    OPEN_BRACKET = "open bracket"
    """detail: sign (str), closing (str)."""
    STRAY_BRACKET = "stray bracket"
    """detail: sign (str)."""
    MISSING_COMMA = "missing comma"
    INDENT = "indent"
    """detail: found (int), wanted (int): spaces; neighbor (str: key or first character of a line with the wanted
    indent), line (int: of the neighbor, from 1)."""
    TEXT_BEHIND = "text behind"
    """Text follows a closing quote or bracket."""
    COLON_IN_VALUE = "colon in value"
    NO_SPACE_BEHIND_COLON = "no space behind colon"
    NO_ENTRY = "no entry"
    """A line without a colon between others that have one."""
    BLOCK_INDENT = "block indent"
    """A line of a `|` or `>` block is not indented enough. detail: found (int), wanted (int): spaces; line (int: of the
    sign, from 1)."""
    MISSING_DASH = "missing dash"
    MISSING_BLANK = "missing blank"
    """Between a dash and the item."""
    TAB = "tab"
    TEXT = "text"
    """A text has to be in quotes, or in other ones; see `repair.py`."""
    TYPOGRAPHY = "typography"
    """A sign that looks like one of YAML. detail: sign (str)."""
    TEXT_IN_BRACKETS = "text in brackets"
    """It continues on a line that is not indented enough. detail: found (int), wanted (int, at least): spaces."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A cause and its position; line and column count from 0."""

    cause: SyntaxCause
    line: int
    column: int
    detail: dict[str, Any]


_CLOSING = {FlowSequenceStartToken: "]", FlowMappingStartToken: "}"}
_OPENING = {"]": "[", "}": "{"}
_FLOW_ENDS = (FlowSequenceEndToken, FlowMappingEndToken)
_KEY = re.compile(r"[\w.-]{1,60}")
_KEY_OF_LINE = re.compile(r"(?:- +)*[\"']?([\w.-]{1,60})[\"']?[ \t]*:(?:\s|$)")
_NO_SPACE = re.compile(r"[ \-]*+(?:[\"']?[\w.-]++|(?<=-))[\"']?:\S")


def find_mistake(text: str, error: MarkedYAMLError) -> Mistake | None:
    """Return the most likely cause of `error`, raised for `text`; None if the parser's message explains it best."""
    mark: Any = error.problem_mark or error.context_mark
    scan = _Scan(text, mark)
    problem, context = error.problem or "", error.context or ""
    if "undefined alias" in problem:
        return None
    return (
        scan.unclosed_quote()
        or (
            _at(SyntaxCause.OPEN_QUOTE, error.context_mark, sign=scan.character(error.context_mark))
            if _is_in_quotes(context)
            else None
        )
        or (scan.bracket_mistake() if scan.opened or "flow" in context else None)
        or scan.block_mistake(problem, error.context_mark)
    )


def _is_in_quotes(context: str) -> bool:
    return "scanning a quoted scalar" in context


def _at(cause: SyntaxCause, mark: Any, **detail: Any) -> Mistake:
    return Mistake(cause, mark.line, mark.column, detail)


class _Scan:
    """The tokens of a text up to the position where a parser stops."""

    def __init__(self, text: str, mark: Any) -> None:
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.mark = mark
        self.tokens = list(islice(_tokens(text, mark), _MAXIMUM_TOKENS))
        self.opened: list[Token] = []
        """The brackets that are open where the parser stops; after a mismatch, none is closed any more."""
        self.unclosed: Token | None = None
        """The bracket that is certainly not closed, if any."""
        self._match_brackets()

    def character(self, mark: Any) -> str:
        return self._line(mark.line)[mark.column : mark.column + 1]

    def unclosed_quote(self) -> Mistake | None:
        """Find a quoted scalar that contains lines which look like entries: its closing quote is missing."""
        for token in self.tokens:
            if isinstance(token, ScalarToken) and token.style in ("'", '"'):
                start: Any = token.start_mark
                end: Any = token.end_mark
                if any(
                    self._indent(line) <= self._indent(start.line) for line in self._nonblank(start.line + 1, end.line)
                ):
                    return _at(SyntaxCause.OPEN_QUOTE, start, sign=token.style)
        return None

    def bracket_mistake(self) -> Mistake | None:
        """Explain an error between brackets."""
        last = self.opened[-1] if self.opened else None
        opener = self.unclosed or (last if last and self._is_left_open(last) else None)
        if opener is not None:
            closing = _CLOSING[type(opener)]
            return _at(SyntaxCause.OPEN_BRACKET, opener.start_mark, sign=_OPENING[closing], closing=closing)
        if self.character(self.mark) in _OPENING:
            return _at(SyntaxCause.STRAY_BRACKET, self.mark, sign=self.character(self.mark))
        before = [token for token in self.tokens if token.end_mark.index <= self.mark.index and _is_visible(token)]
        return _at(SyntaxCause.MISSING_COMMA, before[-1].start_mark) if before else None

    def block_mistake(self, problem: str, context_mark: Any) -> Mistake | None:
        """Explain an error in block style."""
        first = self.mark.column == self._indent(self.mark.line)
        if "could not find expected ':'" in problem:
            start = context_mark or self.mark
            spaced = _NO_SPACE.match(self._line(start.line)) is None
            return _at(SyntaxCause.NO_ENTRY if spaced else SyntaxCause.NO_SPACE_BEHIND_COLON, start)
        if self.character(self.mark) in _OPENING and "expected node content" in problem:
            return _at(SyntaxCause.STRAY_BRACKET, self.mark, sign=self.character(self.mark))
        if "mapping values are not allowed" in problem:
            return self._wrong_indent(self._key_start(), KeyToken) or _at(SyntaxCause.COLON_IN_VALUE, self.mark)
        if "did not find expected key" in problem or "expected '-' indicator" in problem:
            kind = BlockEntryToken if self._line(self.mark.line).lstrip().startswith("- ") else KeyToken
            return self._wrong_indent(self.mark.column if first else None, kind) or _at(
                SyntaxCause.TEXT_BEHIND, self.mark
            )
        return None

    def _key_start(self) -> int | None:
        """Return the column of the line's key if the colon that is not allowed follows that key."""
        line, indent = self._line(self.mark.line), self._indent(self.mark.line)
        key = line[indent : self.mark.column].strip("\"'")
        return indent if _KEY.fullmatch(key) else None

    def _wrong_indent(self, found: int | None, kind: type[Token]) -> Mistake | None:
        neighbors = list(self._open_blocks(kind)) or list(self._open_blocks(KeyToken))
        if found is None or not neighbors:
            return None
        wanted: Any = min(neighbors, key=lambda mark: abs(mark.column - found))
        if wanted.column == found:
            return None
        text = self._line(wanted.line)[wanted.column :]
        key = _KEY_OF_LINE.match(text)  # Other text may be a secret.
        detail = {
            "found": found,
            "wanted": wanted.column,
            "neighbor": key[1] if key else text[:1],
            "line": wanted.line + 1,
        }
        return Mistake(SyntaxCause.INDENT, self.mark.line, found, detail)

    def _open_blocks(self, kind: type[Token]) -> Iterator[Any]:
        """Yield the start of the nearest line of each block that the error's line may belong to, inner blocks first."""
        least = 1_000_000
        for token in reversed(self.tokens):
            mark: Any = token.start_mark
            if isinstance(token, KeyToken | BlockEntryToken) and mark.line < self.mark.line and mark.column < least:
                if isinstance(token, kind):
                    yield mark
                    least = mark.column
                elif isinstance(token, BlockEntryToken):
                    least = min(least, mark.column + 1)

    def _match_brackets(self) -> None:
        for token in self.tokens:
            if type(token) in _CLOSING:
                self.opened.append(token)
            elif isinstance(token, _FLOW_ENDS) and self.opened and not self.unclosed:
                if not self._closes(token, self.opened[-1]):
                    self.unclosed = self.opened[-1]
                self.opened.pop()

    def _closes(self, closer: Token, opener: Token) -> bool:
        """Return whether a bracket closes the other: it is of the same kind and, if it begins its line, that line is
        indented like the other's, or at least not like that of a bracket further out."""
        mark: Any = closer.start_mark
        if _CLOSING[type(opener)] != self.character(mark):
            return False
        indent = self._indent(mark.line)
        if mark.column != indent or indent == self._indent_of(opener):
            return True
        return not any(self._indent_of(outer) == indent for outer in self.opened[:-1])

    def _is_left_open(self, opener: Token) -> bool:
        """Return whether a bracket is certainly not closed: the error is at the end of the text, or on a line below the
        bracket, which text follows on its own line."""
        mark: Any = opener.start_mark
        follows = self._line(mark.line)[mark.column + 1 :].strip()
        at_end = not any(self._nonblank(self.mark.line, len(self.lines) - 1))
        return at_end or bool(follows and not follows.startswith("#") and self.mark.line > mark.line)

    def _indent_of(self, token: Token) -> int:
        mark: Any = token.start_mark
        return self._indent(mark.line)

    def _nonblank(self, first: int, last: int) -> Iterable[int]:
        return (line for line in range(first, min(last, len(self.lines) - 1) + 1) if self.lines[line].strip())

    def _indent(self, line: int) -> int:
        text = self._line(line)
        return len(text) - len(text.lstrip(" "))

    def _line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""


def _is_visible(token: Token) -> bool:
    return token.end_mark.index > token.start_mark.index and not isinstance(token, StreamEndToken)


def _tokens(text: str, mark: Any) -> Iterator[Token]:
    parser = Parser(text)
    try:
        while (token := parser.get_token()) is not None and token.start_mark.index <= mark.index:
            yield token
    except YAMLError:
        return
    finally:
        parser.dispose()

"""Comments that suppress findings in their file.

    # paicatalog: ignore RULE[, RULE] -- reason
    # paicatalog: ignore-file RULE[, RULE] -- reason

The first applies to the entry that begins on the next line or, at the end of a line, to that line. The second applies
to the whole file and must be above the first key.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.yaml.comments import Comment, comments

IGNORE, IGNORE_FILE = "ignore", "ignore-file"
PREFIXES = ("# paicatalog", "#paicatalog")
"""The beginnings of these comments."""
_PATTERN = re.compile(r"# ?paicatalog(?P<colon>[ \t]*:)?[ \t]*(?P<word>[A-Za-z]+(?:[-_][A-Za-z]+)*)(?P<rest>.*)")
_COMMANDS_OF_OTHER_TOOLS = ("disable", "noqa", "nolint", "suppress", "skip", "off", "allow")
_REASON = re.compile(r"(?:^|[ \t])--(?:[ \t]+|$)")
_NAME = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a comment and its column, from 1."""

    text: str
    column: int


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """A comment that suppresses findings, or is meant to."""

    line: int
    """From 1."""
    command: Word
    """`ignore` or `ignore-file`, or the word written instead."""
    names: tuple[Word, ...]
    """The ids of rules as written; without a `--`, all words."""
    reason: str
    """The text after `--`; empty if there is none."""
    lines: range
    """The lines that it applies to."""
    head: bool
    """Whether it is above the first key."""
    exact: bool
    """Whether it begins correctly: `paicatalog:` and one of the two commands."""

    @property
    def whole_file(self) -> bool:
        return self.command.text == IGNORE_FILE

    @property
    def works(self) -> bool:
        """Whether it takes effect. If not, the rule `malformed-ignore` reports why."""
        return self.exact and bool(self.reason) and (self.head or not self.whole_file)

    def covers(self, finding: Finding) -> bool:
        """Return whether it applies to a finding of its file."""
        named = any(name.text == finding.rule for name in self.names)
        return named and (self.whole_file or finding.span.line in self.lines)


def ignore_comments(source: SourceFile) -> tuple[IgnoreComment, ...]:
    """Return the comments of a file that suppress findings or seem meant to, from top to bottom."""
    if not any(prefix.encode() in source.content for prefix in PREFIXES):
        return ()
    return tuple(filter(None, map(_read, comments(source.text, _PATTERN))))


def _read(comment: Comment) -> IgnoreComment | None:
    match = _PATTERN.match(comment.text)
    assert match is not None  # `comments` yields only matches.
    word, exact = match["word"], match["colon"] == ":" and match["word"] in (IGNORE, IGNORE_FILE)
    if not (exact or _looks_like_command(word, with_colon=match["colon"] is not None)):
        return None
    start = match.start("rest")
    names, *reason = _REASON.split(match["rest"], maxsplit=1)
    return IgnoreComment(
        line=comment.line,
        command=Word(word, comment.column + match.start("word")),
        names=tuple(_words(names, comment.column + start)),
        reason="".join(reason).strip(),
        lines=comment.lines,
        head=comment.head,
        exact=exact,
    )


def _looks_like_command(word: str, *, with_colon: bool) -> bool:
    """Return whether `word` is most likely meant as a command; most comments are prose."""
    folded = word.lower().replace("_", "-")
    if folded in (IGNORE, IGNORE_FILE, *_COMMANDS_OF_OTHER_TOOLS):
        return True
    return with_colon and bool(difflib.get_close_matches(folded, (IGNORE, IGNORE_FILE), n=1, cutoff=0.8))


def _words(text: str, column: int) -> Iterator[Word]:
    for match in _NAME.finditer(text):
        yield Word(match[0], column + match.start())

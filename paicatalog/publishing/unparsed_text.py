"""Masking in text that is not valid YAML, by lines and indentation: rather too much than too little."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from paicatalog.protocol.diagnosis.near_names import near
from paicatalog.publishing.public_words import public_words
from paicatalog.publishing.replacement import Replacement
from paicatalog.publishing.secret_search import INLINE_MASK, FoundSecrets, Interval, SecretSearch, secret_parts
from paicatalog.rules.secret_places import is_literal

_LINE = re.compile(r"[^\r\n]*")
_TAB_WIDTH = 8
_INDENT = re.compile(r"[ \t]*(?:-[ \t]+)*")
_KEY = re.compile(r"""(?<![\w.-])(["']?)([A-Za-z_][\w.-]{0,100})\1[ \t]*[:=\uff1a](?!//)[ \t]*""")
_LONE_NAME = re.compile(r"""[ \t?"']*([A-Za-z]\w{0,100})[^\w\r\n]*""")
"""A line with one word, such as `secrets`, `secrets;` and `? secrets`: a key whose colon was forgotten or mistyped."""
_COMMENTED = re.compile(r"(?<![ \t])[ \t]*+#+")
_ROOT_KEY = re.compile(r"""["']?([A-Za-z]\w*)["']?[ \t]*:(?:\s|\Z)""")
_BLOCK_SIGN = re.compile(r"[|>][-+\d]*")
_SECRET_NAME = re.compile(
    r"pas+w|pwd|\bpass\b|passphrase|token(?!iz)|se?c+r?e?r?e?c?ts?\b|credential|(?:api|access|private|account)[-_.]?key"
    r"|\bauth\b|authorization",
    re.IGNORECASE,
)
_NAMES = ("secrets", "secret", "password", "credentials")
_OPENING, _CLOSING = "{[", "}]"
_WORD = re.compile(r"""[^\s"'{}\[\],:]{6,}+(?!["']?[ \t]*:(?!//))""")
"""A word that is no key."""
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U000([0-9A-Fa-f]{5})|([/\"])|\r?\n[ \t]*+)|(')'")


def secrets_in_lines(text: str) -> FoundSecrets:
    """Return the secrets of `text`: all that stands below `secrets:` or `auth:`, what follows the name of a secret on
    its line, credentials, and repetitions of all these."""
    values = [*_secret_values(text)]
    search = SecretSearch(_words(text, values))
    return FoundSecrets(tuple(_replacements(text, values, search)), search)


def _replacements(text: str, values: Iterable[Interval], search: SecretSearch) -> Iterator[Replacement]:
    at = 0
    for start, end in values:
        yield from _repetitions(text, at, start, search)
        yield Replacement(start, end, '"******"')
        at = end
    yield from _repetitions(text, at, len(text), search)


def _words(text: str, values: list[Interval]) -> Iterator[str]:
    yield from secret_parts(_unescaped(text).text)
    for start, end in values:
        value = _unescaped(text[start:end]).text
        yield from filter(is_literal, (value.strip(" \t\"',"), *_WORD.findall(value)))


def _repetitions(text: str, start: int, end: int, search: SecretSearch) -> Iterator[Replacement]:
    part = text[start:end]
    plain = _unescaped(part)
    intervals = {*search.intervals(part), *(plain.source(*each) for each in search.intervals(plain.text))}
    at = 0
    for first, last in sorted(intervals):
        if last > at:
            yield Replacement(start + max(first, at), start + last, INLINE_MASK)
            at = last


def _secret_values(text: str) -> Iterator[Interval]:
    """Yield the values of secrets, none longer than a line."""
    block: _Block | None = None
    for match in _LINE.finditer(text):
        line = _COMMENTED.sub(_blank, match[0], count=1)  # What is commented out is indented, too.
        commented = line != match[0]
        if not line.strip():
            continue
        if block and block.contains(line if block.commented else match[0], commented=commented):
            at = _value_start(line)
        elif key := _secret_key(line):
            block, at = _Block(_width(line[: key.start()]), _width(_indent(line)), commented), key.end()
        else:
            block = None
            continue
        block.read(line[at:])
        end = len(line.rstrip(" \t,"))
        value = line[at:end].strip(" \t\"'{}[],")
        if is_literal(value) and not _BLOCK_SIGN.fullmatch(value):
            yield match.start() + at, match.start() + end


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _indent(line: str) -> str:
    """Return the blanks and dashes that a line begins with."""
    found = _INDENT.match(line)
    return found[0] if found else ""


def _value_start(line: str) -> int:
    """Return where the value begins in a line below a key of secrets: after indent, dashes and a key."""
    start = len(_indent(line))
    key = _KEY.match(line, start)
    return key.end() if key else start


def _secret_key(line: str) -> re.Match[str] | None:
    """Return the first key on a line that names a secret."""
    lone = _LONE_NAME.fullmatch(line, len(_indent(line)))
    if lone and _names_secret(lone[1]):
        return lone
    return next((match for match in _KEY.finditer(line) if _names_secret(match[2])), None)


@lru_cache(maxsize=1_000)
def _names_secret(key: str) -> bool:
    return bool(_SECRET_NAME.search(key)) or near(key, _NAMES) is not None


def _width(indent: str) -> int:
    return len(indent.expandtabs(_TAB_WIDTH))


@dataclass(slots=True)
class _Block:
    """What belongs to a key that names a secret, as far as indentation and brackets tell."""

    column: int
    """Of the key."""
    indent: int
    """Of its line."""
    commented: bool
    """Whether it is commented out."""
    depth: int = 0
    """The number of brackets that are open."""
    quoted: bool = False
    """Whether a double quote is open."""

    def contains(self, line: str, *, commented: bool) -> bool:
        """Return whether a line continues the value: it is indented further, a list item or `: value`, or a bracket is
        open."""
        if self.commented and not commented:
            return False
        begin = len(line) - len(line.lstrip())
        indent, rest = _width(line[:begin]), line[begin:]
        if indent > self.indent or rest[0] in (*_CLOSING, ":"):
            return True
        if indent == self.indent and (rest == "-" or rest.startswith("- ")) and self.column == self.indent:
            return True
        key = _ROOT_KEY.match(line)
        return (self.depth > 0 or self.quoted) and not (key and key[1] in public_words())

    def read(self, value: str) -> None:
        """Count the brackets and quotes of a line."""
        self.depth += sum(value.count(sign) for sign in _OPENING) - sum(value.count(sign) for sign in _CLOSING)
        self.quoted ^= value.count('"') % 2 == 1


@dataclass(frozen=True, slots=True)
class _Unescaped:
    """A text whose escapes, as in quotes, are replaced by what they mean."""

    text: str
    _changes: tuple[tuple[int, int], ...]
    """Where each escape stands in `text`, and how much longer all text up to its end is in the source."""

    def source(self, start: int, end: int) -> Interval:
        """Return the part of the source that a part of `text` is read from."""
        return start + self._longer(start), end + self._longer(end)

    def _longer(self, at: int) -> int:
        index = bisect_left(self._changes, (at, 0))
        return self._changes[index - 1][1] if index else 0


def _unescaped(text: str) -> _Unescaped:
    if "\\" not in text and "''" not in text:
        return _Unescaped(text, ())
    pieces, changes, at, longer = [], [], 0, 0
    for match in _ESCAPE.finditer(text):
        code = match[1] or match[2] or match[3]
        meaning = chr(int(code, 16)) if code else match[4] or match[5] or ""
        pieces += [text[at : match.start()], meaning]
        changes.append((match.start() - longer, longer := longer + len(match[0]) - len(meaning)))
        at = match.end()
    return _Unescaped("".join([*pieces, text[at:]]), tuple(changes))

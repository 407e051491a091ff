"""Messages for syntax errors that bash reports: place in the script, message and hint."""

import re

from paicatalog.rules.commands.bash import BashError, BashErrorKind, bash_error
from paicatalog.rules.commands.unclosed_constructs import CLOSING, innermost_open
from paicatalog.rules.wording import quote

Explanation = tuple[int, str, str]
"""Offset in the script, message, hint."""

_MAXIMUM_TRIES = 8
_JOINER = re.compile(r"(?:&&|\|\||\|&?)$")
_LOOP = "Write `for ...; do` or `while ...; do` before it and a command between, or delete it."
_CONDITION = "Write `if ...; then` before it and a command between, or delete it."
_BEHIND = "Write a command before it: it joins two, and may end a line but not begin one."
_EXPECTED = {
    "fi": _CONDITION,
    "else": _CONDITION,
    "elif": _CONDITION,
    "then": "Write `if ...;` before it, or delete it.",
    "done": _LOOP,
    "do": "Write `for ...;` or `while ...;` before it, or delete it.",
    "esac": "Write `case ... in` before it, or delete it.",
    "in": "Write `for NAME` or `case ...` right before it.",
    "}": "Write `{` before it, or delete it.",
    ")": "Write `(` before it, or `\\)` if it is text.",
    "(": 'Put text that has brackets in quotes, as in `"(a)"`, or write `\\(`.',
    "&&": _BEHIND,
    "||": _BEHIND,
    "|": _BEHIND,
    "|&": _BEHIND,
    ";": "Delete it, or write a command before it; after `&`, `then`, `do` and `else` there is none.",
    "&": "Delete it, or write a command before it.",
    ";;": "Write `;` outside of `case`.",
    "newline": 'Write what belongs after it, or put the text in quotes: `<` and `>` redirect, as in `"<token>"`.',
    "<": 'Put it in quotes if it is text: `"<"`.',
    ">": 'Put it in quotes if it is text: `">"`.',
}
_OTHERWISE = "Put text in quotes, and `;` or a line break between commands."
_QUOTES = {
    '"': 'Add the second `"`; where it is text, write `\\"`.',
    "'": "Add the second `'`; text that has one goes in double quotes, as in `\"it's\"`.",
    "`": "Add the second one; where it is text, put it in single quotes.",
}
_OPENERS = {"}": "${", ")": "(", "]": "["}


def explain(script: str, error: BashError) -> Explanation:
    """Return place, message and hint for a syntax error in `script`."""
    return _EXPLAIN[error.kind](script, error)


def _unexpected(script: str, error: BashError) -> Explanation:
    start, text = _line(script, error.line)
    offset = start + _token_offset(script, start, text, error)
    token = "(" if error.text not in _EXPECTED and script[offset - 1 : offset] == "(" else error.text
    if token == "newline":  # noqa: S105 -- a token of bash's grammar
        return offset, "Bash does not expect the line to end here.", _EXPECTED[token]
    if token not in _EXPECTED:  # It may be a secret.
        return offset, "Bash does not expect this here.", _OTHERWISE
    return offset - (token != error.text), f"Bash does not expect {quote(token)} here.", _EXPECTED[token]


def _unclosed(script: str, error: BashError) -> Explanation:
    start, text = _line(script, error.line)
    if error.text in _QUOTES:
        name = "A backtick" if error.text == "`" else f"The quote {quote(error.text)}"
        return start + max(text.rfind(error.text), 0), f"{name} is opened and not closed.", _QUOTES[error.text]
    opener = _OPENERS.get(error.text, error.text)
    inner = innermost_open(script)
    offset = inner[0] if inner and inner[1] == opener else script.rfind(opener, 0, start + len(text))
    return max(offset, start if offset < 0 else 0), f"{quote(opener)} is not closed.", f"Add {quote(error.text)}."


def _unfinished(script: str, _: BashError) -> Explanation:
    inner = innermost_open(script)
    if inner:
        offset, word = inner
        return offset, f"{quote(word)} is not closed.", f"Add {quote(CLOSING[word])} after what belongs to it."
    end = len(script.rstrip())
    if match := _JOINER.search(script[:end]):
        hint = f"Write the next command after {quote(match[0])}, or delete it."
        return match.start(), f"Nothing follows {quote(match[0])}.", hint
    hint = "Close what is open: quotes, brackets, `if ... fi`, `do ... done`."
    return max(end - 1, 0), "The commands end in the middle of something.", hint


def _unfinished_document(script: str, error: BashError) -> Explanation:
    start, text = _line(script, error.line)
    offset = start + max(text.find("<<"), 0)
    hint = f"Write {quote(error.text)} alone on a line after it, without spaces."
    if any(line.strip() == error.text for line in script[offset:].split("\n")[1:]):
        hint = f"Write {quote(error.text)} at the very beginning of its line, without spaces around it."
    return offset, f"The here-document {quote(error.text)} has no end.", hint


def _other(script: str, error: BashError) -> Explanation:
    start, text = _line(script, error.line)
    return start + len(text) - len(text.lstrip()), "Bash cannot read this line.", _OTHERWISE


_EXPLAIN = {
    BashErrorKind.UNEXPECTED: _unexpected,
    BashErrorKind.UNCLOSED: _unclosed,
    BashErrorKind.UNFINISHED: _unfinished,
    BashErrorKind.UNFINISHED_DOCUMENT: _unfinished_document,
    BashErrorKind.OTHER: _other,
}


def _line(script: str, number: int) -> tuple[int, str]:
    """Return (offset, text) of a line, from 1; of the last one if `number` is greater."""
    lines = script.split("\n")
    index = min(max(number, 1), len(lines)) - 1
    return sum(len(line) + 1 for line in lines[:index]), lines[index]


def _token_offset(script: str, start: int, text: str, error: BashError) -> int:
    """Return the offset in the line of the unexpected token: the first up to which bash reports the same error."""
    if error.text == "newline":
        return len(text.rstrip()) - len((text.split() or [""])[-1])
    edge = r"(?!\w)" if error.text[-1:].isalnum() else ""
    begin = r"(?<!\w)" if error.text[:1].isalnum() else ""
    places = [match.start() for match in re.finditer(begin + re.escape(error.text) + edge, text)]
    for place in places[:_MAXIMUM_TRIES] if len(places) > 1 else ():
        if bash_error(script[: start + place + len(error.text)] + "\n") == error:
            return place
    return places[0] if places else len(text) - len(text.lstrip())

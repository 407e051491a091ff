"""Texts that messages have in common: quoted values, lists of names, suggestions, control characters."""

import re
from collections.abc import Iterable

from paicatalog.protocol.diagnosis.near_names import near
from paicatalog.protocol.javascript.values import UnprintableError, js_string, js_type
from paicatalog.protocol.place import Pointer
from paicatalog.rules.secret_words import without_tokens

__all__ = ["describe", "escape_controls", "listed", "near", "quote", "sentence", "suggestion"]

_MAXIMUM_LENGTH = 60
_MAXIMUM_CONVERTED = 1_000
_MAXIMUM_LISTED = 12
_KINDS: dict[str | int, str] = {
    "taskRoles": "task role",
    "prerequisites": "prerequisite",
    "deployments": "deployment",
}
_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def quote(value: object) -> str:
    """Return a value as JavaScript prints it, in backticks, on one line, and cut if it is long."""
    try:
        text = js_string(value)
    except (UnprintableError, RecursionError):
        return js_type(value)
    text = " ".join(text[:_MAXIMUM_CONVERTED].split())
    if len(text) <= _MAXIMUM_LENGTH:
        return f"`{text}`"
    # A credential is hidden first, since its beginning alone would not be recognized later.
    return f"`{without_tokens(text)[: _MAXIMUM_LENGTH - 1]}…`"


def listed(names: Iterable[object], last: str = "or") -> str:
    """Return names quoted in a row: `` `a`, `b` or `c` ``; a long list ends in "..."."""
    quoted = [quote(name) for name in names]
    if len(quoted) > _MAXIMUM_LISTED:
        return ", ".join(quoted[:_MAXIMUM_LISTED]) + ", ..."
    *before, final = quoted or [""]
    return f"{', '.join(before)} {last} {final}" if before else final


def suggestion(name: object, candidates: Iterable[object], otherwise: str = "") -> str:
    """Return "Did you mean ...?"; if no name is near, the list of names; if there are none, `otherwise`."""
    known = [item for item in candidates if isinstance(item, str)]
    if found := near(name, known):
        return f"Did you mean {quote(found)}?"
    return f"There {'is' if len(known) == 1 else 'are'} {listed(known, 'and')}." if known else otherwise


def describe(pointer: Pointer) -> str:
    """Return a description of the value at `pointer`: `` `commands` ``, `` item 2 of `commands` ``."""
    if not pointer:
        return "the file"
    *parents, step = pointer
    if (parent := parents[-1] if parents else "") in _KINDS:
        return f"{_KINDS[parent]} {step + 1 if isinstance(step, int) else quote(step)}"
    if isinstance(step, int):
        return f"item {step + 1} of {quote(parents[-1])}" if parents else f"item {step + 1}"
    return quote(step)


def sentence(text: str) -> str:
    """Return `text` with its first letter capitalized."""
    return text[:1].upper() + text[1:]


def escape_controls(text: str) -> str:
    """Return `text` with control, invisible and direction-changing characters escaped."""
    return _CONTROLS.sub(lambda found: _escape(ord(found[0])), text)


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"

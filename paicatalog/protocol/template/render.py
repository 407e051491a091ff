"""Templates `<% %>` printed as the REST server prints them: names looked up, everything else as it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from paicatalog.protocol.javascript.members import MISSING, OBJECT_MEMBERS, ThrowsError, call, member
from paicatalog.protocol.javascript.values import SPACE, UnprintableError, js_string
from paicatalog.protocol.template.parser import CLOSE, OPEN, TemplateError, Token, parse_template, split_names

__all__ = [
    "CLOSE",
    "OPEN",
    "Segment",
    "TemplateError",
    "Token",
    "parse_template",
    "render_template",
    "trim",
]

_FEW = frozenset("0123456789")
_PRINTABLE = frozenset({str, int, float, bool})
_INDEX = re.compile(r"\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of rendered text."""

    text: str
    reference: str | None = None
    """The name that it stands for, such as `$parameters.lr`; None for literal text. A name without a value is
    printed as `<% name %>`."""
    resolved: bool = True
    """Whether the name has a value; true for literal text."""


def render_template(template: str, scope: Mapping[str, object]) -> tuple[Segment, ...]:
    """Return `template` rendered with the names of `scope`; raises TemplateError.

    The server trims the whole text at the end; so does whoever prints it (`trim`, `RenderedJob.text`).
    """
    if template in OBJECT_MEMBERS or template == "__proto__":
        raise TemplateError(f"the server cannot run `{template}` alone: to it, it is a built-in name", template, 0)
    return tuple(_render(token, template, scope) for token in parse_template(template))


def own_value(name: str, scope: Mapping[str, object]) -> str | float | bool | None:
    """Return the text, number or switch that a name leads to by keys and indices of its own; None where it takes
    rendering to tell."""
    value: object = scope
    for step in (_INDEX.sub(r".\1", name) if "[" in name else name).split("."):
        if type(value) is dict and step in value:
            value = value[step]
        elif type(value) is list and step in _FEW and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value if type(value) in _PRINTABLE else None  # type: ignore[return-value]


def plain_rendering(template: str, scope: Mapping[str, object]) -> str | None:
    """Return `template` rendered but not trimmed, where it is text and names that surely print; None where it takes
    `render_template` to tell."""
    pieces = split_names(template)
    if pieces is None:
        return None
    for index in range(1, len(pieces), 2):
        value = own_value(pieces[index], scope)
        if value is None:
            return None
        pieces[index] = value if isinstance(value, str) else js_string(value)
    return "".join(pieces)


def trim(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments without the white space at the ends of their text as a whole."""
    start, end = 0, len(segments)
    while start < end and not segments[start].text.strip(SPACE):
        start += 1
    while end > start and not segments[end - 1].text.strip(SPACE):
        end -= 1
    kept = list(segments[start:end])
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(SPACE))
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(SPACE))
    return tuple(kept)


def _render(token: Token, template: str, scope: Mapping[str, object]) -> Segment:
    if not token.named:
        return Segment(token.text)
    name = _INDEX.sub(r".\1", token.text)
    try:
        value = _look_up(name, scope)
        if value is None or value is MISSING:
            return Segment(f"{OPEN} {name} {CLOSE}", name, resolved=False)
        return Segment(js_string(value), name)
    except (ThrowsError, UnprintableError) as error:
        tag = template[token.offset :].split(CLOSE, 1)[0] + CLOSE
        raise TemplateError(f"`{name}` has no value that can be printed", tag, token.offset) from error


def _look_up(name: str, scope: Mapping[str, object]) -> object:
    """Look up as mustache's `Context` does: dots descend, JavaScript's own members included."""
    if name == ".":
        return scope
    value: object = scope
    for step in name.split(".") if name.find(".") > 0 else [name]:
        if value is None or value is MISSING:
            return MISSING
        value = member(value, step)
    return call(value)

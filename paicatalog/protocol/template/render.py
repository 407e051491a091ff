"""Rendering of templates `<% %>` as the REST server does it: names are looked up, other text stays unchanged."""

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

_DIGITS = frozenset("0123456789")
_PRINTABLE = frozenset({str, int, float, bool})
_INDEX = re.compile(r"\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of rendered text."""

    text: str
    reference: str | None = None
    """The name whose value it is, such as `$parameters.lr`; None for literal text. A name without a value is
    printed as `<% name %>`."""
    resolved: bool = True
    """Whether the name has a value; true for literal text."""


def render_template(template: str, scope: Mapping[str, object]) -> tuple[Segment, ...]:
    """Return `template` rendered with the names of `scope`; raises TemplateError.

    The server trims the whole text at the end; callers use `trim` or `RenderedJob.text` for that.
    """
    if template in OBJECT_MEMBERS or template == "__proto__":
        raise TemplateError(f"the server cannot run `{template}` alone: to it, it is a built-in name", template, 0)
    return tuple(_render(token, template, scope) for token in parse_template(template))


def simple_value(name: str, scope: Mapping[str, object]) -> str | float | bool | None:
    """Return the string, number or boolean that a name refers to by keys and indices alone; None if it has to be
    rendered to find out."""
    value: object = scope
    for step in (_INDEX.sub(r".\1", name) if "[" in name else name).split("."):
        if type(value) is dict and step in value:
            value = value[step]
        elif type(value) is list and step in _DIGITS and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value if type(value) in _PRINTABLE else None  # type: ignore[return-value]


def plain_rendering(template: str, scope: Mapping[str, object]) -> str | None:
    """Return `template` rendered but not trimmed if it consists of text and names that can certainly be printed; None
    if it takes `render_template` to find out."""
    pieces = split_names(template)
    if pieces is None:
        return None
    for index in range(1, len(pieces), 2):
        value = simple_value(pieces[index], scope)
        if value is None:
            return None
        pieces[index] = value if isinstance(value, str) else js_string(value)
    return "".join(pieces)


def trim(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments without the white space at the start and end of their joined text."""
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
    """Return the value of a name as mustache's `Context` does: dots descend, also to JavaScript's own members."""
    if name == ".":
        return scope
    value: object = scope
    for step in name.split(".") if name.find(".") > 0 else [name]:
        if value is None or value is MISSING:
            return MISSING
        value = member(value, step)
    return call(value)

"""Highlighting of YAML as HTML whose text content equals the YAML text.

The text is processed by lines without parsing it, so that invalid files can be shown too, only with wrong colors.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup, escape

_QUOTED = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+')"""
_LINE = re.compile(
    rf"""(?P<lead>[ \t]*(?:[-?](?:[ \t]+|$))*)
    (?:(?P<key>{_QUOTED}|[^\s\#&*!|>%@`,\[\]{{}}"'](?:[^\s:]|:(?!\s|$)|[ \t](?!\#|[ \t]*:(?:\s|$)))*+)
       (?P<colon>[ \t]*:)(?=\s|$))?
    (?P<space>[ \t]*)""",
    re.VERBOSE,
)
_FLOW = re.compile(
    rf"""(?P<comment>(?:^|(?<=\s))\#.*)|(?P<string>{_QUOTED})|(?P<mark>[\[\]{{}},]|:(?=\s|$))
    |(?P<plain>[^\s,\[\]{{}}"'#](?:[^\s,:\[\]{{}}]|:(?!\s|$))*)|(?P<space>\s+)|(?P<other>.)""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+|0x[0-9a-fA-F]+|0o[0-7]+|\.inf|\.nan)", re.I)
_WORDS = frozenset({"true", "false", "null", "~"})
_PROPERTY = re.compile(r"([&*!][^\s,\[\]{}]*)(\s*)")
_BLOCK = re.compile(r"[|>](?:[-+][1-9]?|[1-9][-+]?)?[ \t]*(?:#.*)?$")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_TAG = re.compile(r"&lt;%.*?(?:(%&gt;)|$)", re.MULTILINE)
_FLOW_COLON = re.compile(r"\s*:(?:\s|$)")
_CACHED_LENGTH = 160
_HIGHLIGHTED_LENGTH = 2_000
"""Characters; longer lines are data that nobody reads, and are not highlighted."""

Render = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of one line that is a link, or that the page's form replaces by the value of a parameter."""

    line: int
    start: int
    """Columns from 0, the end exclusive."""
    end: int
    name: str = ""
    url: str = ""
    """The link's URL; "" for a value that can be replaced."""


@dataclass(frozen=True, slots=True)
class _Highlighted:
    html: str
    block: int = -1
    """If a block scalar starts here, the column of its parent; else -1."""
    open_quote: str = ""
    """The quotation mark of a scalar that is not closed on this line."""


def yaml_html(
    text: str, *, slots: Iterable[Slot] = (), marked: Mapping[int, str] | None = None, ids: str = "L"
) -> Markup:
    """Return the lines of `text` as `<span class="pc-l" id="L1">` elements for a `<code>` within a `<pre>`.

    `ids` is the prefix of the lines' ids, which must be unique on a page; with "" they have none. `slots` become
    `<span data-slot=NAME>` (filled by `assets/component/parameter_form.js`) or links. `marked` maps line numbers (from
    1) to the NAME of an additional class `pc-l--NAME`.
    """
    by_line: dict[int, list[Slot]] = {}
    for slot in sorted(slots, key=lambda slot: slot.start):
        by_line.setdefault(slot.line, []).append(slot)
    marks = {number: f" pc-l--{name}" for number, name in (marked or {}).items()}
    lines = enumerate(_lines(text, by_line), 1)
    if ids:
        rows = [f'<span class="pc-l{marks.get(at, "")}" id="{ids}{at}">{html}</span>' for at, html in lines]
    else:
        rows = [f'<span class="pc-l{marks.get(at, "")}">{html}</span>' for at, html in lines]
    # All parts of the text are escaped below; ids and marks are constants of the package.
    return Markup("".join(rows))  # noqa: S704


def _lines(text: str, slots: Mapping[int, Sequence[Slot]]) -> Iterator[str]:
    block, quote = -1, ""
    for number, whole in enumerate(_split(text), 1):
        line = whole.removesuffix("\n")
        end = whole[len(line) :]
        own = slots.get(number, ())
        if block >= 0 and (not line.strip() or _indent(line) > block):
            yield _scalar_line(line, own) + end
        elif quote:
            quote = quote if _closing(line, quote) < 0 else ""
            yield _scalar_line(line, own) + end
        else:
            found = _line(line) if len(line) <= _CACHED_LENGTH else _new_line(line)
            block, quote = found.block, found.open_quote
            yield (_slotted_line(line, own) if own else found.html) + end


def _split(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _closing(line: str, quote: str) -> int:
    """Return the end of the quoted scalar that `line` continues; -1 if it is not closed on this line."""
    pattern = r'(?:[^"\\\\]|\\\\.)*+"' if quote == '"' else r"(?:[^']|'')*+'(?!')"
    found = re.match(pattern, line)
    return found.end() if found else -1


def _scalar_line(line: str, slots: Sequence[Slot]) -> str:
    return _with_slots(line, slots, first=_scalar, inner=_scalar, between=_scalar)


def _slotted_line(line: str, slots: Sequence[Slot]) -> str:
    return _with_slots(line, slots, first=_html, inner=_value_html, between=_flow)


def _with_slots(line: str, slots: Sequence[Slot], *, first: Render, inner: Render, between: Render) -> str:
    if not slots:
        return first(line)
    parts, at = [first(line[: slots[0].start])], slots[0].start
    for slot in slots:
        value = inner(line[slot.start : slot.end])
        parts += [between(line[at : slot.start]), _slot(slot, value)]
        at = slot.end
    return "".join([*parts, between(line[at:])])


def _html(line: str) -> str:
    return _new_line(line).html


def _value_html(text: str) -> str:
    return _value(text, 0).html


def _new_line(line: str) -> _Highlighted:
    if len(line) > _HIGHLIGHTED_LENGTH:
        return _Highlighted(str(escape(line)))
    found = _LINE.match(line)
    assert found, "every part of the pattern is optional"
    lead, key, space = found["lead"], found["key"], found["space"]
    owner = len(lead) if key is not None else _owner_of_item(lead)
    value = _value(line[found.end() :], owner)
    named = f'<span class="pc-k">{escape(key)}</span>{found["colon"]}' if key is not None else ""
    return _Highlighted(f"{escape(lead)}{named}{escape(space)}{value.html}", value.block, value.open_quote)


_line = lru_cache(maxsize=4096)(_new_line)
"""Cached, since most lines of a catalog occur in many files: `type: job`, `    cpu: 4`."""


def _owner_of_item(lead: str) -> int:
    """Return the column that a block scalar without a key is indented from: that of the innermost dash."""
    return max(lead.rfind("-"), lead.rfind("?"), 0)


def _value(text: str, owner: int) -> _Highlighted:
    """Highlight the value after a key or a dash in column `owner`."""
    lead = _PROPERTY.match(text)
    if lead:
        rest = _value(text[lead.end() :], owner)
        return replace(rest, html=f'<span class="pc-p">{escape(lead[1])}</span>{escape(lead[2])}{rest.html}')
    if text[:1] in ("|", ">") and _BLOCK.match(text):
        return _Highlighted(_plain_value(text, "p"), block=owner)
    if text[:1] in ("'", '"'):
        end = _closing(text[1:], text[0]) + 1
        return _Highlighted(_scalar(text[:end]) + _flow(text[end:])) if end else _unclosed_scalar(text)
    if text[:1] in ("[", "{"):
        return _Highlighted(_flow(text))
    return _Highlighted(_plain_value(text, ""))


def _unclosed_scalar(text: str) -> _Highlighted:
    return _Highlighted(_scalar(text), open_quote=text[0])


def _plain_value(text: str, kind: str) -> str:
    comment = _COMMENT.search(text)
    value = text[: comment.start()] if comment else text
    stripped = value.rstrip()
    known = kind or _kind(stripped)
    html = _span(known, stripped) if stripped else ""
    return f"{html}{escape(value[len(stripped) :])}{_span('c', comment[0]) if comment else ''}"


def _slot(slot: Slot, value: str) -> str:
    if slot.url:
        return f'<a href="{escape(slot.url)}">{value}</a>'
    return f'<span class="pc-slot" data-slot="{escape(slot.name)}">{value}</span>'


def _kind(plain: str) -> str:
    if _NUMBER.fullmatch(plain):
        return "n"
    return "w" if plain.lower() in _WORDS else "s"


def _span(kind: str, text: str) -> str:
    html = _tags(str(escape(text)))
    return f'<span class="pc-{kind}">{html}</span>'


def _scalar(text: str) -> str:
    return _span("s", text) if text.strip() else str(escape(text))


def _tags(html: str) -> str:
    return _TAG.sub(_tag, html) if "&lt;%" in html else html


def _tag(match: re.Match[str]) -> str:
    return f'<span class="pc-t">{match[0]}</span>' if match[1] else match[0]


def _flow(text: str) -> str:
    """Highlight a flow collection or a part of one."""
    return "".join(_flow_token(token, text) for token in _FLOW.finditer(text))


def _flow_token(token: re.Match[str], text: str) -> str:
    kind = token.lastgroup
    if kind == "comment":
        return _span("c", token[0])
    if kind in ("string", "plain"):
        is_key = _FLOW_COLON.match(text, token.end())
        plain = _kind(token[0]) if kind == "plain" else "s"
        return _span("k" if is_key else plain, token[0])
    return str(escape(token[0]))

"""Rendered scripts of task roles, with the origin in the job of each character."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.place import Pointer
from paicatalog.protocol.template.entrypoint import Script, role_scripts, scope
from paicatalog.protocol.template.parser import CLOSE, OPEN, simple_names
from paicatalog.protocol.template.render import TemplateError, parse_template, render_template, simple_value
from paicatalog.rules.document_parts import deployment_names
from paicatalog.rules.template_references import MAXIMUM_REFERENCES

_DATE_ENDS = "(Coordinated Universal Time)"


@dataclass(frozen=True, slots=True)
class EntrypointText:
    """The script of one task role under one deployment."""

    role: str
    text: str
    """As rendered. References that have no value before the job runs (secrets, unknown names) are replaced by a plain
    word of the same length."""
    script: Script
    """The template that it was rendered from."""
    pieces: tuple[tuple[int, int, bool], ...]
    """(offset in the text, offset in the template, whether it is copied unchanged) of each piece."""

    def origin(self, offset: int) -> tuple[Pointer, int]:
        """Return the pointer of the command from which the character at `offset` comes, and the offset in the command,
        counted from its first visible character."""
        start, template_offset, copied = self.pieces[
            max(bisect_right(self.pieces, (offset, len(self.text), True)) - 1, 0)
        ]
        found = template_offset + (offset - start if copied else 0)
        pointer = self.script.pointer_at(found)
        return pointer, found - max(begin for begin, place in self.script.parts if place == pointer)


def entrypoint_texts(job: Mapping[str, Any]) -> Iterator[EntrypointText]:
    """Yield the script of each task role: without a deployment, and under each deployment that changes it.

    Scripts that the server cannot render are left out.
    """
    seen = set()
    for deployment in (None, *deployment_names(job)):
        for role, script in role_scripts(job, deployment=deployment).items():
            if (role, script) not in seen:
                seen.add((role, script))
                if found := _rendered(role, script, scope(job, role) if OPEN in script.text else {}):
                    yield found


def _rendered(role: str, script: Script, names: Mapping[str, object]) -> EntrypointText | None:
    if OPEN not in script.text:
        return EntrypointText(role, script.text, script, ((0, 0, True),))
    if script.text.count(OPEN) > MAXIMUM_REFERENCES:
        return None
    texts, pieces, length = [], [], 0
    try:
        for template_offset, text, copied in _pieces(script.text, names):
            pieces.append((length, template_offset, copied))
            texts.append(text)
            length += len(text)
    except TemplateError:
        return None
    return EntrypointText(role, "".join(texts), script, tuple(pieces))


def _pieces(template: str, names: Mapping[str, object]) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset in the template, text, whether it is copied unchanged) of each piece."""
    simple = simple_names(template)
    if simple is None:
        for token in parse_template(template):
            yield token.offset, _value(token.text, names) if token.named else token.text, not token.named
        return
    at = 0
    for start, name in simple:
        yield at, template[at:start], True
        yield start, _value(name, names), False
        at = template.index(CLOSE, start) + len(CLOSE)
    yield at, template[at:], True


def _value(name: str, names: Mapping[str, object]) -> str:
    value = simple_value(name, names)
    if value is not None:
        return value if isinstance(value, str) else js_string(value)
    tag = f"{OPEN} {name} {CLOSE}"
    # The `|` keep blanks at both ends, which rendering would remove.
    marked = render_template(f"|{tag}|", names)
    text = "".join(segment.text for segment in marked)[1:-1]
    # Dates are printed with brackets, which another rule reports (`value-read-differently`).
    known = all(segment.resolved for segment in marked) and not text.endswith(_DATE_ENDS)
    return text if known else "x" * len(tag)

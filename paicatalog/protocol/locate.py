"""Conversion of symbolic places to spans in the source text."""

from functools import lru_cache

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.place import Part, Place, Pointer, Span
from paicatalog.protocol.yaml.nodes import Resolved, compose_yaml

_START = Span(1, 1, 1, 1)


def locate(document: Document, place: Place) -> Span:
    """Return the span of `place` in the document's source; never raises.

    A place that does not exist falls back to its nearest existing ancestor, and finally to the start of the file.
    """
    lines = _lines(document.source)
    if document.source_place:
        place = document.source_place(place)
    if place.line is not None:
        return _word_at(lines, place.line, place.column or 1)
    root = _root(document.source)
    if root is None:
        return _START
    key, value, found = _descend(root, place.pointer)
    if key is not None and (place.part is Part.KEY or not found):
        return _span(lines, key)
    span = _value_span(lines, key, value)
    return _find_excerpt(lines, span, place.excerpt) if place.excerpt else span


def source_line(document: Document, number: int) -> str:
    """Return the text of line `number` (from 1) without its line break; "" if there is no such line."""
    lines = _lines(document.source)
    return lines[number - 1] if 0 < number <= len(lines) else ""


@lru_cache(maxsize=4)
def _root(source: SourceFile) -> Node | None:
    found = compose_yaml(source.text)
    return found if isinstance(found, Node) else None


@lru_cache(maxsize=4)
def _lines(source: SourceFile) -> list[str]:
    """Return the lines as YAML counts them: a form feed, for example, is no line break."""
    return source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _descend(root: Node, pointer: Pointer) -> tuple[Node | None, Node, bool]:
    """Return the key and value nodes at `pointer` or its nearest existing ancestor, and whether `pointer` exists."""
    key: Node | None = None
    node = root
    for step in pointer:
        entry = _child(node, step)
        if entry is None:
            return key, node, False
        key, node = entry
    return key, node, True


def _child(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, SequenceNode):
        inside = isinstance(step, int) and 0 <= step < len(node.value)
        return (None, node.value[step]) if inside else None
    if not isinstance(node, MappingNode):
        return None
    for key, value in node.value:
        if _key_text(key) == str(step):
            return key, value
    return _merged_child(node, step)


def _merged_child(node: MappingNode, step: str | int) -> tuple[Node | None, Node] | None:
    for key, value in node.value:
        if _key_text(key) != "<<":
            continue
        for source in value.value if isinstance(value, SequenceNode) else [value]:
            if isinstance(source, MappingNode) and (entry := _child(source, step)):
                return entry
    return None


def _key_text(key: Node) -> str:
    if not isinstance(key, ScalarNode):
        return ""
    return js_string(key.tag[0]) if isinstance(key.tag, Resolved) else str(key.value)


def _value_span(lines: list[str], key: Node | None, value: Node) -> Span:
    """Return the span of the value, or of its key if the value is empty."""
    if isinstance(value, ScalarNode) and not value.style and not value.value and key is not None:
        return _span(lines, key)
    return _span(lines, value)


def _span(lines: list[str], node: Node) -> Span:
    start, end = node.start_mark, node.end_mark
    span = Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    return _without_trailing_blank(lines, span)


def _without_trailing_blank(lines: list[str], span: Span) -> Span:
    """Return the span up to its last visible character: libyaml ends block nodes where the next token starts."""
    line, column = span.end_line, span.end_column
    while line > span.line and not (lines[line - 1][: column - 1] if line <= len(lines) else "").strip():
        line -= 1
        column = len(lines[line - 1].rstrip()) + 1
        if lines[line - 1].strip().startswith("#"):
            column = 1
    return Span(span.line, span.column, line, max(column, span.column + 1 if line == span.line else 1))


def _word_at(lines: list[str], line: int, column: int) -> Span:
    """Return the span from a line and column up to the next white space, at least one character long."""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    rest = text[column - 1 :]
    word = rest.split(None, 1)[0] if rest and not rest[0].isspace() else ""
    return Span(line, column, line, column + max(len(word), 1))


def _find_excerpt(lines: list[str], span: Span, excerpt: str) -> Span:
    """Return the span of the first occurrence of `excerpt`, or the whole span if it does not occur verbatim."""
    text = _text(lines, span)
    start = text.find(excerpt)
    if start < 0:
        return span
    return Span(*_advance(span, text[:start]), *_advance(span, text[: start + len(excerpt)]))


def _text(lines: list[str], span: Span) -> str:
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    middle = lines[span.line : span.end_line - 1]
    return "\n".join(
        [lines[span.line - 1][span.column - 1 :], *middle, lines[span.end_line - 1][: span.end_column - 1]]
    )


def _advance(span: Span, text: str) -> tuple[int, int]:
    breaks = text.count("\n")
    return span.line + breaks, (len(text) - text.rfind("\n")) if breaks else span.column + len(text)

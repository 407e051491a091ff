"""Places to spans: the one function that knows where in a source text something stands."""

from functools import lru_cache

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.place import Part, Place, Pointer, Span
from paicatalog.protocol.yaml.nodes import Resolved, compose

_START = Span(1, 1, 1, 1)


def locate(document: Document, place: Place) -> Span:
    """Return where `place` is in the document's source; never raises.

    What does not exist falls back to the nearest ancestor that does, in the end to the start of the file.
    """
    lines = _lines(document.source)
    if place.line is not None:
        return _word_at(lines, place.line, place.column or 1)
    root = _root(document.source)
    if root is None:
        return _START
    key, value, found = _descend(root, place.pointer)
    if key is not None and (place.part is Part.KEY or not found):
        return _span(lines, key)
    span = _value_span(lines, key, value)
    return _narrow(lines, span, place.excerpt) if place.excerpt else span


def source_line(document: Document, number: int) -> str:
    """Return the text of line `number` (from 1) without its line break; "" where there is none."""
    lines = _lines(document.source)
    return lines[number - 1] if 0 < number <= len(lines) else ""


@lru_cache(maxsize=4)
def _root(source: SourceFile) -> Node | None:
    found = compose(source.text)
    return found if isinstance(found, Node) else None


@lru_cache(maxsize=4)
def _lines(source: SourceFile) -> list[str]:
    """Lines as YAML counts them; a form feed, say, breaks none."""
    return source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _descend(root: Node, pointer: Pointer) -> tuple[Node | None, Node, bool]:
    """Return the key and value nodes at `pointer` or its nearest ancestor, and whether all of it exists."""
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
    """The value's own text; an empty value is where its key is."""
    if isinstance(value, ScalarNode) and not value.style and not value.value and key is not None:
        return _span(lines, key)
    return _span(lines, value)


def _span(lines: list[str], node: Node) -> Span:
    start, end = node.start_mark, node.end_mark
    span = Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    return _without_trailing_blank(lines, span)


def _without_trailing_blank(lines: list[str], span: Span) -> Span:
    """libyaml ends block nodes where the next token starts; end them after their last visible character."""
    line, column = span.end_line, span.end_column
    while line > span.line and not (lines[line - 1][: column - 1] if line <= len(lines) else "").strip():
        line -= 1
        column = len(lines[line - 1].rstrip()) + 1
        if lines[line - 1].strip().startswith("#"):
            column = 1
    return Span(span.line, span.column, line, max(column, span.column + 1 if line == span.line else 1))


def _word_at(lines: list[str], line: int, column: int) -> Span:
    """A line and column as a span of the text up to the next white space, at least one character."""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    rest = text[column - 1 :]
    word = rest.split(None, 1)[0] if rest and not rest[0].isspace() else ""
    return Span(line, column, line, column + max(len(word), 1))


def _narrow(lines: list[str], span: Span, excerpt: str) -> Span:
    """Narrow to the first occurrence of `excerpt`; the whole span where it does not occur as written."""
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

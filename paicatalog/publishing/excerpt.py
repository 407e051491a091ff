"""Source lines for reports, without secrets and control characters."""

import re
from collections.abc import Iterator
from functools import lru_cache

from yaml.nodes import Node, ScalarNode

from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.locate import source_line
from paicatalog.protocol.place import Span
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.rules.secret_places import literal_secrets
from paicatalog.rules.secret_words import secret_nodes, secret_words
from paicatalog.rules.token_shapes import may_contain_token, tokens
from paicatalog.rules.wording import escape_controls

_MAY_BE_SECRET = re.compile(
    r"(?i)((?:secret|password|passwd|token|credential|api_?key)[\w\"' .-]*+)(?:([:=]\s*+)(\S.*))?"
)
_HIDDEN = "*"
_MARGIN = 40
_MAXIMUM_WIDTH = 160


def excerpt(document: Document, span: Span) -> tuple[str, int, int]:
    """Return the first line of a span for display, and the columns (from 1, end exclusive) of the span in it.

    Secrets are replaced by `*`; a very long line is cut to the part around the span.
    """
    line = _without_secrets(document, span.line)
    start, end = span.column, span.end_column if span.end_line == span.line else len(line) + 1
    end = min(max(end, start + 1), len(line) + 2)
    if len(line) > _MAXIMUM_WIDTH:
        cut = max(0, start - 1 - _MARGIN)
        line, start, end = line[cut : cut + _MAXIMUM_WIDTH], start - cut, min(end - cut, _MAXIMUM_WIDTH + 1)
    before, marked = escape_controls(line[: start - 1]), escape_controls(line[start - 1 : end - 1])
    return before + marked + escape_controls(line[end - 1 :]), len(before) + 1, len(before) + 1 + max(len(marked), 1)


def _without_secrets(document: Document, number: int) -> str:
    line = source_line(document, number)
    if document.data is None:
        # The file does not parse, so it is unknown where a secret begins and ends.
        line = _MAY_BE_SECRET.sub(_hide_value, line)
    for span in _secret_spans(document):
        if span.line <= number <= span.end_line:
            start = span.column - 1 if number == span.line else len(line) - len(line.lstrip())
            end = span.end_column - 1 if number == span.end_line else len(line)
            line = line[:start] + _HIDDEN * max(end - start, 0) + line[end:]
    for word in _secret_words(document, line):
        line = line.replace(word, _HIDDEN * len(word))
    return line


def _hide_value(match: re.Match[str]) -> str:
    return match[0] if match[3] is None else f"{match[1]}{match[2]}{_HIDDEN * len(match[3])}"


def _secret_words(document: Document, line: str) -> Iterator[str]:
    """Yield the texts to hide anywhere in a line: tokens, and secrets of the file that the line repeats."""
    if may_contain_token(document.source.content):
        yield from (token.text for token in tokens(line))
    yield from [word for word in secret_words(document) if word in line]


def _secret_spans(document: Document) -> tuple[Span, ...]:
    if not _has_secret(document):
        return ()
    return _spans_of(document.source)


@cache_last_result
def _has_secret(document: Document) -> bool:
    return next(literal_secrets(document), None) is not None


@lru_cache(maxsize=4)
def _spans_of(source: SourceFile) -> tuple[Span, ...]:
    """Return the spans of all values at secret places, found in one pass over the file."""
    root = compose_yaml(source.text)
    return tuple(map(_span, secret_nodes(root))) if isinstance(root, Node) else ()


def _span(node: ScalarNode) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)

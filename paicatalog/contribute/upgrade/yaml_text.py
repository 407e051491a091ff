"""Writing a tree as YAML text with its comments and the original text of its values."""

import json
import re
from collections.abc import Iterator
from typing import Any

from paicatalog.contribute.upgrade.tree import Entry, Items, Node, Scalar, Tree, data_of
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.javascript.values import JavaScriptDate
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.construct import read_scalar

_PRINTABLE = r"[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]"
_ON_ONE_LINE = re.compile(f"{_PRINTABLE}+")
_PLAIN_IN_BLOCK = re.compile(r"(?![-?:] |---|\.\.\.)[^\s\[\]{},#&*!|>'\"%@`].*")
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z0-9_./$<][^\[\]{},]*")
_ENDS_PLAIN = re.compile(r": |:$| #|\s$")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_BLOCK_SCALAR_TEXT = re.compile(rf"(?=\S){_PRINTABLE}+\n(?:{_PRINTABLE}|\n)*")
_TO_ESCAPE = {number: f"\\u{number:04x}" for number in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF)}
_FLOW_WIDTH = 100


def yaml_text(tree: Tree) -> str:
    """Return YAML text that parses to the tree's data.

    Values keep their source text. If the result does not parse to the same data, all values are formatted anew; if that
    fails too, the result is JSON.
    """
    for verbatim in (True, False):
        text = _Writer(verbatim).text(tree)
        if _parsed(text) == data_of(tree.root):
            return text
    return json.dumps(data_of(tree.root), indent=2, default=str) + "\n"


def _parsed(text: str) -> Any:
    return parse(SourceFile("", text.encode("utf-8", errors="surrogatepass"))).data


class _Writer:
    def __init__(self, verbatim: bool) -> None:
        self._verbatim = verbatim

    def text(self, tree: Tree) -> str:
        lines = [*tree.head, *self._block(tree.root, ""), *tree.foot]
        while lines and not lines[0]:
            lines.pop(0)
        return "".join(f"{line.rstrip()}\n" if not line.strip() else f"{line}\n" for line in lines)

    def _block(self, node: Node, indent: str) -> Iterator[str]:
        if isinstance(node, Scalar) or not node.entries:
            yield indent + self._flow(node)
            return
        for entry in node.entries:
            yield from (f"{indent}{line}" if line else "" for line in entry.above)
            yield from self._item(entry, indent) if entry.key is None else self._field(entry, indent)

    def _field(self, entry: Entry, indent: str) -> Iterator[str]:
        start = f"{indent}{_key(entry.key or '')}:"
        if _opens_block(entry.value, start):
            yield start + _beside(entry)
            yield from self._block(entry.value, indent + "  ")
        else:
            yield from self._value(start, entry, indent + "  ")

    def _item(self, entry: Entry, indent: str) -> Iterator[str]:
        start = f"{indent}-"
        if not _opens_block(entry.value, start):
            yield from self._value(start, entry, indent + "  ")
            return
        first, *rest = self._block(entry.value, indent + "  ")
        if entry.beside or first.strip().startswith("#") or not first.strip():
            yield start + _beside(entry)
            yield from (first, *rest)
            return
        yield f"{start} {first.lstrip()}"
        yield from rest

    def _value(self, start: str, entry: Entry, indent: str) -> Iterator[str]:
        node = entry.value
        if isinstance(node, Scalar) and (lines := self._block_scalar_lines(node)):
            header, *body = lines
            yield f"{start} {header}{_beside(entry)}"
            yield from (f"{indent}{line}" if line else "" for line in body)
            return
        yield f"{start} {self._flow(node)}{_beside(entry)}"

    def _block_scalar_lines(self, node: Scalar) -> list[str]:
        """Return the lines of a block scalar, beginning with its header; empty if the value is written on one line."""
        if self._verbatim and node.source is not None and node.source[0] in "|>" and "\n" in node.source:
            return node.source.split("\n")
        if node.source is None and isinstance(node.value, str) and _BLOCK_SCALAR_TEXT.fullmatch(node.value):
            body = node.value.removesuffix("\n")
            if all(line == line.rstrip() for line in body.split("\n")) and not body.endswith("\n"):
                return ["|" if node.value.endswith("\n") else "|-", *body.split("\n")]
        return []

    def _flow(self, node: Node, *, inside: bool = False) -> str:
        if isinstance(node, Scalar):
            if self._verbatim and node.source is not None and "\n" not in node.source:
                return node.source
            return _scalar(node.value, _PLAIN_IN_FLOW if inside else _PLAIN_IN_BLOCK)
        inner = ", ".join(self._flow_entry(entry) for entry in node.entries)
        return f"[{inner}]" if isinstance(node, Items) else f"{{{inner}}}"

    def _flow_entry(self, entry: Entry) -> str:
        value = self._flow(entry.value, inside=True)
        return value if entry.key is None else f"{_key(entry.key)}: {value}"


def _opens_block(node: Node, start: str) -> bool:
    """Return whether a list or mapping is written below its key.

    It is if it was in the source, has comments or is too long for one line.
    """
    if isinstance(node, Scalar) or not node.entries:
        return False
    if not node.flow or _has_comments(node):
        return True
    return len(start) + len(json.dumps(data_of(node), default=str)) > _FLOW_WIDTH


def _has_comments(node: Node) -> bool:
    if isinstance(node, Scalar):
        return bool(node.source and "\n" in node.source)
    return any(entry.beside or any(entry.above) or _has_comments(entry.value) for entry in node.entries)


def _beside(entry: Entry) -> str:
    return f"  {entry.beside}" if entry.beside else ""


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) and read_scalar(key) == key else _quoted(key)


def _scalar(value: Any, plain_form: re.Pattern[str]) -> str:
    if isinstance(value, JavaScriptDate):
        return _quoted(str(value))
    if not isinstance(value, str):
        return json.dumps(value, default=str)
    if _is_plain(value, plain_form):
        return value
    if '"' in value and "'" not in value and _ON_ONE_LINE.fullmatch(value):
        return f"'{value}'"
    return _quoted(value)


def _is_plain(text: str, form: re.Pattern[str]) -> bool:
    fits = _ON_ONE_LINE.fullmatch(text) and form.fullmatch(text) and not _ENDS_PLAIN.search(text)
    return bool(fits) and read_scalar(text) == text


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_TO_ESCAPE)

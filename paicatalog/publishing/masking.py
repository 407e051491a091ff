"""Masking of literal secrets: pages, raw files, API and search show `******` instead.

Validation fails for a catalog with a literal secret, but it can be built all the same, and pages are public.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.nodes import Resolved, compose_yaml
from paicatalog.rules.secret_places import is_literal, is_secret_place
from paicatalog.rules.token_shapes import may_contain_token, tokens

MASK = "******"
INLINE_MASK = "(secret)"
"""The mask where other text repeats a secret. Unlike asterisks, it has no meaning in YAML in any position."""

_SIGNS = ("sec", "auth")
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY.*?(?:-----END [A-Z ]*-----|\Z)", re.DOTALL)
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_SHORTEST = 6
"""The shortest secret, in characters, whose repetitions in the file are masked too; a shorter one may be any word."""

KeyPath = tuple[str, ...]
"""Keys from the root; the items of a list have the list's path."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A file without its literal secrets."""

    source: SourceFile
    data: Any
    """The document's data, masked in the same way."""
    changed: bool = False


def masked(source: SourceFile, data: Any) -> Masked:
    """Return a file and its data with every literal secret replaced; the same objects if there is none."""
    text = source.text
    if not _is_suspect(source):
        return Masked(source, data)
    root, words = compose_yaml(text), _words(data, text)
    hidden = (
        _hide_words(_hide_nodes(text, root), words) if isinstance(root, Node) else _hide_lines(_hide_words(text, words))
    )
    if hidden == text:
        return Masked(source, data)
    mark = b"\xef\xbb\xbf" if source.content.startswith(b"\xef\xbb\xbf") else b""
    content = mark + hidden.encode("utf-8", "replace")
    return Masked(SourceFile(source.path, content), masked_data(data), changed=True)


def masked_versions(sources: Sequence[SourceFile]) -> tuple[str, ...]:
    """Return the texts of several versions of one file; a secret of one version is masked in all of them."""
    suspects = {source: parse(source).data for source in sources if _is_suspect(source)}
    words = {word for source, data in suspects.items() for word in _words(data, source.text)}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    hidden = (masked(source, suspects[source]).source if source in suspects else source for source in sources)
    return tuple(_hide_words(source.text, ordered) for source in hidden)


def _is_suspect(source: SourceFile) -> bool:
    lowered = source.text.lower()
    return any(sign in lowered for sign in _SIGNS) or may_contain_token(source.content)


def masked_data(data: Any) -> Any:
    """Return a component's data with every literal secret replaced."""
    return _hide_data(data, (), _words(data, ""))


def _words(data: Any, text: str) -> list[str]:
    """Return the strings to mask in the whole file, longest first: long secrets, and tokens of well-known forms."""
    found = {value for value in _literal_secrets(data, ()) if isinstance(value, str) and len(value) >= _SHORTEST}
    for leaf in (*_strings(data), text):
        found.update(token.text for token in tokens(leaf))
    return sorted(found, key=lambda word: (-len(word), word))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _strings(item)


def _literal_secrets(data: Any, path: KeyPath) -> Iterator[object]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _literal_secrets(value, (*path, key))
    elif isinstance(data, list):
        for item in data:
            yield from _literal_secrets(item, path)
    elif is_secret_place(path) and is_literal(data):
        yield data


def _hide_data(data: Any, path: KeyPath, words: list[str]) -> Any:
    if isinstance(data, dict):
        return {key: _hide_data(value, (*path, key), words) for key, value in data.items()}
    if isinstance(data, list):
        return [_hide_data(item, path, words) for item in data]
    if is_secret_place(path) and is_literal(data):
        return MASK
    return _hide_words(data, words) if isinstance(data, str) else data


def _hide_words(text: str, words: list[str]) -> str:
    text = _PRIVATE_KEY.sub(INLINE_MASK, text) if "PRIVATE KEY" in text else text
    for word in words:
        text = text.replace(word, INLINE_MASK)
    return text


def _hide_nodes(text: str, root: Node) -> str:
    spans = {(node.start_mark.index, node.end_mark.index) for node in _secret_nodes(root, ())}
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{_mask_like(text[start:end])}{text[end:]}"
    return text


def _secret_nodes(node: Node, path: KeyPath) -> Iterator[ScalarNode]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _secret_nodes(value, (*path, str(key.value)))
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _secret_nodes(item, path)
    elif isinstance(node, ScalarNode) and is_secret_place(path) and is_literal(_value(node)):
        yield node


def _value(node: ScalarNode) -> object:
    return node.tag[0] if isinstance(node.tag, Resolved) else node.value


def _mask_like(source: str) -> str:
    """Return the mask as a YAML scalar in place of `source`, whose anchor, tag and final line breaks are kept."""
    properties = _PROPERTIES.match(source)
    kept = properties[0] if properties else ""
    return f'{kept}"{MASK}"{source[len(source.rstrip()) :]}'


_PASSWORD_LINE = re.compile(r"(password[\"']?[ \t]*:[ \t]*)\S.*", re.IGNORECASE)
_SECRETS_LINE = re.compile(r"[\"']?secrets[\"']?[ \t]*:", re.IGNORECASE)
_VALUE = re.compile(rf"""[^\s"'{{}}\[\],:]{{{_SHORTEST},}}+(?!["']?[ \t]*:)""")
"""A word that is not a key."""
_KEY = re.compile(r"[ \t]+[\w.-]+[ \t]*:(?=\s|$)")


def _hide_lines(text: str) -> str:
    """Mask a text that is not valid YAML: values below `secrets:`, passwords, and repetitions of both."""
    lines: list[str] = []
    words: set[str] = set()
    within = False
    for line in text.split("\n"):
        within = bool(_SECRETS_LINE.match(line)) or (within and not line[:1].strip())
        hidden = _hide_line(line, within=within)
        lines.append(hidden)
        if hidden != line:
            words.update(_values(line, within=within))
    return _hide_words("\n".join(lines), sorted(words, key=lambda word: (-len(word), word)))


def _values(line: str, *, within: bool) -> Iterator[str]:
    """Yield the secrets of a masked line: below `secrets:` all words that are not keys, elsewhere the password."""
    password = _PASSWORD_LINE.search(line)
    found = _VALUE.findall(line) if within or not password else _VALUE.findall(line, password.end(1))[:1]
    yield from filter(is_literal, found)


def _hide_line(line: str, *, within: bool) -> str:
    if not within:
        return _PASSWORD_LINE.sub(rf'\1"{MASK}"', line)
    key = _SECRETS_LINE.match(line) or _KEY.match(line)
    rest = line[key.end() :] if key else line
    if not rest.strip() or not is_literal(rest.strip(" \t\r\"'")):
        return line
    return f'{key[0] if key else ""} "{MASK}"'

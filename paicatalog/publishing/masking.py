"""Masking of literal secrets: pages, raw files, API and search show `******` or `(secret)` instead.

Validation fails for a catalog with a literal secret, but it can be built all the same, and pages are public. What a
document publishes is found once, as replacements in its text; its data is then read from the masked text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from yaml.nodes import Node

from paicatalog.protocol.corrections import with_corrections
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.place import Place
from paicatalog.protocol.read import parse, read_data
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.publishing.decoding import decode
from paicatalog.publishing.parsed_yaml import MASK, secrets_in_yaml
from paicatalog.publishing.replacement import replaced
from paicatalog.publishing.secret_nodes import KeyPath, is_hidden_place
from paicatalog.publishing.secret_search import FoundSecrets, SecretSearch, contains_credential
from paicatalog.publishing.unparsed_text import secrets_in_lines
from paicatalog.rules.secret_places import is_literal, literal_secrets

_SIGNS = ("sec", "serc", "auth", "pas", "pwd", "token", "key", "cred", "\\", "!")
"""A file without any of these, in lower case, has no secrets but for credentials, however it is broken: words in the
names of secrets, escapes and tags."""


def masked(document: Document) -> Document:
    """Return the document with every literal secret replaced; the same object if there is none."""
    found = found_secrets(document)
    if not found:
        return document
    decoded = decode(document.source)
    source = SourceFile(document.source.path, decoded.encoded(replaced(decoded.text, found.replacements)))
    return replace(document, source=source, data=_masked_data(document.data, source, found.search), keys=None)


def masked_versions(sources: Sequence[SourceFile]) -> tuple[str, ...]:
    """Return the texts of several versions of one file; a secret of one version is masked in all of them."""
    documents = {source: parse(source) for source in sources if _has_sign(decode(source).text)}
    found = [secrets for document in documents.values() if (secrets := found_secrets(document))]
    search = SecretSearch(value for secrets in found for value in secrets.search.values)
    published = (masked(documents[source]).source if source in documents else source for source in sources)
    return tuple(search.masked(source.text) for source in published)


@cache_last_result
def found_secrets(document: Document) -> FoundSecrets | None:
    """Return the literal secrets of a document; None if it has none."""
    if not _may_contain_secret(document):
        return None
    text = decode(document.source).text
    root = compose_yaml(text) if text == document.source.text else None
    found = secrets_in_yaml(text, root, _misplaced(document)) if isinstance(root, Node) else secrets_in_lines(text)
    return found if found.replacements else None


def _misplaced(document: Document) -> frozenset[KeyPath]:
    """Return the places of secrets that belong elsewhere, such as below `secrets`: what rules report is masked."""
    corrections = with_corrections(document.data, document.problems)
    if not corrections.moves:
        return frozenset()
    found = [pointer for pointer, _ in literal_secrets(replace(document, data=corrections.data, keys=None))]
    places = {pointer: corrections.source_place(Place(pointer)).pointer for pointer in found}
    return frozenset(
        tuple(step for step in place if isinstance(step, str)) for pointer, place in places.items() if place != pointer
    )


def _may_contain_secret(document: Document) -> bool:
    """Return False if a document contains no secret: fast, and the case for almost every file."""
    text = decode(document.source).text
    if contains_credential(text):
        return True
    if document.problems:  # Its data may lack a part of the file.
        return _has_sign(text)
    is_secret = next(_literal_secrets(document.data, ()), None) is not None
    return is_secret or contains_credential("\n".join(_texts(document.data)))


def _has_sign(text: str) -> bool:
    lowered = text.lower()
    return any(sign in lowered for sign in _SIGNS) or contains_credential(text)


def _masked_data(data: Any, masked_source: SourceFile, search: SecretSearch) -> Any:
    """Return the data of the masked text, or if it does not parse as the original does, the data masked by itself."""
    if data is None:
        return None
    read = read_data(masked_source)
    return read if _shape(read) == _shape(data) else _hidden(data, (), search)


def _shape(data: Any) -> Any:
    """Return data without its keys and scalars."""
    if isinstance(data, dict):
        return {index: _shape(item) for index, item in enumerate(data.values())}
    return [_shape(item) for item in data] if isinstance(data, list) else None


def _literal_secrets(data: Any, path: KeyPath) -> Iterator[object]:
    for at, item in _entries(data, path):
        if isinstance(item, dict | list):
            yield from _literal_secrets(item, at)
        elif is_hidden_place(at) and is_literal(item):
            yield item


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, bytes):
        yield data.decode("utf-8", "replace")
    elif isinstance(data, dict):
        yield from data
        for item in data.values():
            yield from _texts(item)
    elif isinstance(data, list):
        for item in data:
            yield from _texts(item)


def _entries(data: Any, path: KeyPath) -> Iterable[tuple[KeyPath, Any]]:
    if isinstance(data, dict):
        return (((*path, key), item) for key, item in data.items())
    return ((path, item) for item in data) if isinstance(data, list) else ()


def _hidden(data: Any, path: KeyPath, search: SecretSearch) -> Any:
    if isinstance(data, dict):
        return {search.masked(key): _hidden(item, (*path, key), search) for key, item in data.items()}
    if isinstance(data, list):
        return [_hidden(item, path, search) for item in data]
    if is_hidden_place(path) and is_literal(data):
        return MASK
    return search.masked(data) if isinstance(data, str) else data

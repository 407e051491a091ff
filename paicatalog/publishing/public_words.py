"""The protocol's own words: a secret that is one of them is masked in its place, but not where the file repeats it.

Otherwise `secrets: {key: taskRoles}` would take the keys from a job.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from paicatalog.protocol.schema import protocol_schema


@cache
def public_words() -> frozenset[str]:
    """Return the keys of the protocol, and the values that it fixes."""
    return frozenset(_words(protocol_schema()))


def _words(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        yield from filter(_is_text, (*schema.get("enum", ()), schema.get("const")))
        for part in schema.values():
            yield from _words(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _words(part)


def _is_text(value: object) -> bool:
    return isinstance(value, str)

import re
from collections.abc import Iterator

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place, Pointer
from paicatalog.rules.document_parts import addresses, data_of, mapping
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_USUAL = ("https://", "http://", "/", "hdfs://")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\ufeff]+")
"""Browsers ignore these characters in a scheme."""
_UNSAFE = re.compile(r"(?:javascript|vbscript|livescript|data):", re.IGNORECASE)
_IMAGE = re.compile(r"[a-z]+:[\w][\w.-]{0,127}", re.ASCII)
"""`data:1.0` is a well-formed image."""


@rule(Severity.ERROR, Group.PUBLISHING)
def unsafe_uri(document: Document) -> Iterator[Violation]:
    """Finds an address that would run code in the browser of whoever follows it.

    ## Why

    `javascript:`, `vbscript:` and `data:` addresses are not places where something is kept. The site shows
    them as text and never as a link; but other tools that read the catalog may not be as careful.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - javascript:alert(1)
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    for pointer, uri in _addresses(document):
        if ":" in uri and _UNSAFE.match(_IGNORED.sub("", uri[:200])):
            message = f"The address {quote(uri)} runs code instead of leading to something."
            yield Violation(Place(pointer), message, "Write where it is kept: `https://...`, `hdfs://...` or a path.")


def _addresses(document: Document) -> Iterator[tuple[Pointer, str]]:
    for asset, pointer, uri in addresses(document):
        if uri.startswith(_USUAL):
            continue
        if asset.get("type") != ComponentType.DOCKERIMAGE or not _IMAGE.fullmatch(uri):
            yield pointer, uri
    facts = mapping(mapping(data_of(document).get("extras")).get("paicatalog"))
    for key in ("homepage", "citation", "license"):
        if isinstance(facts.get(key), str):
            yield ("extras", "paicatalog", key), facts[key]

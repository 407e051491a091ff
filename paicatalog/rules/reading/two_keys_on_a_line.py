import re
from collections.abc import Iterator
from itertools import pairwise

from yaml.nodes import MappingNode, Node, ScalarNode

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.yaml.libyaml_parser import every_node, place_of
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_SUSPICIOUS = re.compile(r"^(?>[^\n]*?[\"'\]}][ \t]*[^\s,:#\]}])[^\n]*:(?:\s|$)", re.MULTILINE)


@rule(Severity.WARNING, Group.READING)
def two_keys_on_a_line(document: Document) -> Iterator[Violation]:
    """Finds a key that stands on the line of the one before.

    ## Why

    OpenPAI's reader takes it where the value before it is in quotes or brackets. Other readers of YAML refuse the
    file, and whoever reads it overlooks the second key. Most often a line break was lost.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: "1.0.0" contributor: me
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: "1.0.0"
    contributor: me
    ```
    """
    if document.keys is not None or not _SUSPICIOUS.search(document.source.text):
        return
    root = compose_yaml(document.source.text)
    for node in every_node(root) if isinstance(root, Node) else ():
        entries = node.value if isinstance(node, MappingNode) and not node.flow_style else ()
        for (first, value), (key, _) in pairwise(entries):
            if _has_exact_end(value) and value.end_mark.line == key.start_mark.line:
                message = f"{quote(key.value)} stands on the line of {quote(first.value)}."
                yield Violation(place_of(key.start_mark), message, f"Begin a new line before {quote(key.value)}.")


def _has_exact_end(value: Node) -> bool:
    """Return False for values without quotes and brackets: their end mark is where the next token begins."""
    return value.style in ("'", '"') if isinstance(value, ScalarNode) else bool(getattr(value, "flow_style", False))

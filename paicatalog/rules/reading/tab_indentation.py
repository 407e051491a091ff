import re
from collections.abc import Iterator

from yaml.nodes import CollectionNode, MappingNode, Node

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.locate import locate
from paicatalog.protocol.place import Place
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_SUSPICIOUS = re.compile(r"^[ ]*\t[ \t]*[^ \t\r\n#]", re.MULTILINE)


@rule(Severity.WARNING, Group.READING, texts={"\t"})
def tab_indentation(document: Document) -> Iterator[Violation]:
    """Finds a key or list item that is indented by a tab.

    ## Why

    To YAML a tab is no indentation: OpenPAI takes the line for one that is not indented at all, so that
    what looks like a part of the line above becomes a neighbor of it. Python's own reader refuses the file.

    ## Example

    ```text
    protocolVersion: 2
    name: mnist
    type: data
    extras:
      paicatalog:
        license: MIT
    ⇥tags: [vision]
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    extras:
      paicatalog:
        license: MIT
        tags: [vision]
    ```
    """
    if not _SUSPICIOUS.search(document.source.text):
        return
    root = compose_yaml(document.source.text)
    if not isinstance(root, Node):
        return
    lines = document.source.text.split("\n")
    refused = {locate(document, problem.place).line for problem in document.problems}
    for node in _entries(root, set()):
        line = lines[node.start_mark.line] if node.start_mark.line < len(lines) else ""
        text = line.lstrip(" \t")
        if "\t" in line[: len(line) - len(text)] and node.start_mark.line + 1 not in refused:
            place = Place((), line=node.start_mark.line + 1, column=len(line) - len(text) + 1)
            yield Violation(place, "This line is indented by a tab, which YAML does not count.", _remedy(lines, node))
            return


def _remedy(lines: list[str], node: Node) -> str:
    text = lines[node.start_mark.line].strip()
    first = text.split()[0] if text else ""
    return f"Put spaces in its place before {quote(first)}."


def _entries(node: Node, seen: set[int]) -> Iterator[Node]:
    """Yield the keys and list items in block style, in the order of the text."""
    if id(node) in seen or not isinstance(node, CollectionNode):
        return
    seen.add(id(node))
    for entry in node.value:
        first, last = entry if isinstance(node, MappingNode) else (entry, entry)
        if not node.flow_style:
            yield first
        yield from _entries(last, seen)

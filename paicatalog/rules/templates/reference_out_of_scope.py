import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.template_parser import OPEN
from paicatalog.rules.parts import assets, job_of, leaves, uris
from paicatalog.rules.reference import doubtful_references
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_TAG = re.compile(r"<%\s*\$(?:parameters|secrets|data|script|output)\b.*?%>")


@rule(Severity.WARNING, Group.TEMPLATES)
def reference_out_of_scope(document: Document) -> Iterator[Violation]:
    """Finds a `<% %>` at a place where its name means nothing.

    ## Why

    A registry login (`auth`) knows `$secrets` and nothing else. URIs and parameters are not rendered at
    all: what stands in them reaches the command as it is, since OpenPAI does not render what it has
    rendered.

    ## Example

    ```yaml
    protocolVersion: 2
    name: private
    type: dockerimage
    uri: registry.example.com/private:1.0
    auth:
      username: me
      password: <% $parameters.password %>
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: private
    type: dockerimage
    uri: registry.example.com/private:1.0
    auth:
      username: me
      password: <% $secrets.password %>
    ```
    """
    for reference in doubtful_references(document) if b"auth" in document.source.content else ():
        if reference.role is None and reference.root != "$secrets":
            message = f"A registry login cannot refer to {quote(reference.tag)}: it knows `$secrets` only."
            yield Violation(reference.place, message, "Move the value to `secrets`.")
    if OPEN.encode() in document.source.content:
        for pointer, tag in _never_rendered(document):
            message = f"{quote(tag)} is not rendered here: it reaches the commands as it is."
            hint = "Write the value here; templates belong into `commands`."
            yield Violation(Place(pointer, excerpt=tag), message, hint)


def _never_rendered(document: Document) -> Iterator[tuple[Pointer, str]]:
    for start, asset in assets(document):
        for pointer, uri in uris(asset):
            yield from _tags((*start, *pointer), uri)
    for pointer, value in leaves(job_of(document).get("parameters"), ("parameters",)):
        yield from _tags(pointer, value)


def _tags(pointer: Pointer, text: str) -> Iterator[tuple[Pointer, str]]:
    if OPEN in text and (match := _TAG.search(text)):
        yield pointer, match[0]

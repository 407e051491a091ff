import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.template.parser import OPEN
from paicatalog.rules.document_parts import addresses, job_of, leaves
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.template_references import doubtful_references
from paicatalog.rules.wording import quote

_TAG = re.compile(r"<%\s*\$(?:parameters|secrets|data|script|output)\b.*?%>")


@rule(Severity.WARNING, Group.TEMPLATES, texts={OPEN})
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
    for pointer, text in _never_rendered(document):
        if OPEN in text and (match := _TAG.search(text)):
            message = f"{quote(match[0])} is not rendered here: it reaches the commands as it is."
            hint = "Write the value here; templates belong into `commands`."
            yield Violation(Place(pointer, excerpt=match[0]), message, hint)


def _never_rendered(document: Document) -> Iterator[tuple[Pointer, str]]:
    for _, pointer, uri in addresses(document):
        yield pointer, uri
    yield from leaves(job_of(document).get("parameters"), ("parameters",))

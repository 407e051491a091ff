from collections.abc import Iterable, Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import leaves
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.secret_places import literal_secrets
from paicatalog.rules.token_shapes import Token, may_contain_token, tokens

_BETWEEN = "\n\n"
"""Separates values, so that no credential is found across two of them."""


@rule(Severity.ERROR, Group.PUBLISHING)
def recognizable_token(document: Document) -> Iterator[Violation]:
    """Finds a text that looks like a credential, wherever it stands.

    ## Why

    Tokens have telling shapes: those of GitHub, GitLab, AWS, Google, Azure, Slack, Stripe, OpenAI, Anthropic,
    Hugging Face, Docker and a hundred other vendors, JSON web tokens (OpenPAI's own are such) and private
    keys. Other secrets are told by what stands around them: `DB_PASSWORD=...`, `--token ...`,
    `curl -u me:...`, `Authorization: Bearer ...`, `https://me:...@host`. People who look for them find them
    within minutes of publication.

    Revoke it where it was issued; to delete it from the file is not enough, since Git keeps it. Variables,
    `<...>`, `xxxx`, `your-token` and the like are not reported.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - git clone https://me:p4ssw0rd@github.com/me/private.git
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    secrets:
      token: "******"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - git clone https://me:<% $secrets.token %>@github.com/me/private.git
    ```
    """
    if not may_contain_token(document.source.content):
        return
    texts = tuple(leaves(document.data))
    own = tuple(tokens(document.source.text))
    if not own and next(tokens(_BETWEEN.join(text for _, text in texts)), None) is None:
        return
    seen = {str(value) for _, value in literal_secrets(document)}
    for pointer, text in texts:
        for token in tokens(text):
            if token.text not in seen and text not in seen:
                seen.update((token.text, _first_line(token)))
                yield _violation(Place(pointer, excerpt=_first_line(token)), token)
    yield from _outside_values(document.source.text, own, seen)


def _outside_values(text: str, found: Iterable[Token], seen: set[str]) -> Iterator[Violation]:
    """Yield violations in comments, keys, and the text of files that do not parse."""
    for token in found:
        if token.text in seen or _first_line(token) in seen:
            continue
        if not any(token.text in known or known in token.text for known in seen):
            seen.add(token.text)
            before = text[: token.start]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            yield _violation(Place((), line=line, column=column), token)


def _first_line(token: Token) -> str:
    return token.text.split("\n", 1)[0]


def _violation(place: Place, token: Token) -> Violation:
    message = f"This looks like {token.kind}; the catalog and its history are public."
    return Violation(place, message, "Revoke it, and refer to a secret instead: `<% $secrets.token %>`.")

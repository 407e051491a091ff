from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.secret_places import literal_secrets
from paicatalog.rules.wording import quote


@rule(Severity.ERROR, Group.PUBLISHING)
def literal_secret(document: Document) -> Iterator[Violation]:
    """Finds a secret written out in the file.

    ## Why

    A catalog is public, and so is its Git history: what was committed once must be taken for known. A
    catalog publishes placeholders; whoever submits the job fills them in.

    Secrets are the values below `secrets`, the password or token in `auth`, and the values of keys and
    parameters such as `password`, `db_passwd`, `api_key` and `github_token`. Placeholders are `******`, the
    empty text, text in angle brackets such as `<your token>` or `<% $secrets.token %>`, variables such as
    `${TOKEN}`, `$TOKEN` and `{{ token }}`, and words such as `CHANGEME` and `your-token`. A secret that was
    committed must be revoked, not just deleted.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    secrets:
      token: hunter2
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python upload.py --token <% $secrets.token %>
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
          - python upload.py --token <% $secrets.token %>
    ```
    """
    for pointer, _ in literal_secrets(document):
        key = next((step for step in reversed(pointer) if isinstance(step, str)), "")
        message = f"{quote(key)} holds a secret written out; the catalog and its history are public."
        yield Violation(Place(pointer), message, 'Write `"******"`, and revoke the secret if it was ever committed.')

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.reproducibility.image import images, tag_of
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.REPRODUCIBILITY)
def image_latest(document: Document) -> Iterator[Violation]:
    """Finds a Docker image with the tag `latest`.

    ## Why

    `latest` moves: the job that runs today fails in a year, and nobody can tell which image it once ran
    with.

    ## Example

    ```yaml
    protocolVersion: 2
    name: python
    type: dockerimage
    uri: "python:latest"
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: python
    type: dockerimage
    uri: "python:3.12-slim"
    ```
    """
    for pointer, uri in images(document):
        if tag_of(uri) == "latest":
            message = f"The image {quote(uri)} has the tag `latest`, which moves."
            versioned = quote(f"{uri.removesuffix(':latest')}:VERSION")
            hint = f"Write the version that you tried, as in {versioned}, or `@sha256:...` for exactly one image."
            yield Violation(Place(pointer), message, hint)

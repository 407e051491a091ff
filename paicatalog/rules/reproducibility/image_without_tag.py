from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.reproducibility.image import images, tag_of
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote


@rule(Severity.WARNING, Group.REPRODUCIBILITY)
def image_without_tag(document: Document) -> Iterator[Violation]:
    """Finds a Docker image without a tag.

    ## Why

    Docker takes a missing tag for `latest`, which moves: the job that runs today fails in a year, and
    nobody can tell which image it once ran with.

    ## Example

    ```yaml
    protocolVersion: 2
    name: python
    type: dockerimage
    uri: "python"
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
        if tag_of(uri) == "":
            message = f"The image {quote(uri)} has no tag: it follows `latest`, which changes."
            yield Violation(
                Place(pointer), message, f"Name one: `{uri[:80]}:TAG`, or `@sha256:...` for exactly one image."
            )

"""References to Docker images, as `docker pull` reads them."""

from collections.abc import Iterator

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer
from paicatalog.rules.parts import assets


def images(document: Document) -> Iterator[tuple[Pointer, str]]:
    """Yield place and reference of every Docker image of a document."""
    for pointer, asset in assets(document):
        uri = asset.get("uri")
        if asset.get("type") == ComponentType.DOCKERIMAGE and isinstance(uri, str):
            yield (*pointer, "uri"), uri


def tag_of(image: str) -> str | None:
    """Return the tag, "" where there is none, None where a digest, a template or a placeholder stands for it."""
    if not image.strip() or any(sign in image for sign in "@<$"):
        return None
    return image.rsplit("/", 1)[-1].partition(":")[2]

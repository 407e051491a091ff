"""References to Docker images, as `docker pull` reads them."""

from collections.abc import Sequence

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.place import Pointer
from paicatalog.rules.document_parts import addresses

_IMAGE = ComponentType.DOCKERIMAGE


@cache_last_result
def images(document: Document) -> Sequence[tuple[Pointer, str]]:
    """Return (pointer, reference) of each Docker image of a document."""
    found = [(pointer, uri) for asset, pointer, uri in addresses(document) if asset.get("type") == _IMAGE]
    return tuple([(pointer, uri) for pointer, uri in found if pointer[-1] == "uri"])  # A list is not an image.


def tag_of(image: str) -> str | None:
    """Return the tag, "" if there is none, None if there is a digest, a template or a placeholder instead."""
    if not image.strip() or any(sign in image for sign in "@<$"):
        return None
    return image.rsplit("/", 1)[-1].partition(":")[2]

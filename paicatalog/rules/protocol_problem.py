"""What the protocol refuses in a document, by kind: each kind is worded by the rule of the same name."""

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Part, Place
from paicatalog.protocol.problem import Problem, ProblemKind


def problems(document: Document, kind: ProblemKind) -> Iterator[Problem]:
    """Yield the document's problems of one kind."""
    return (problem for problem in document.problems if problem.kind is kind)


def heading(place: Place) -> Place:
    """Return the place of the key above a value: where people look when something inside is missing."""
    if place.pointer and isinstance(place.pointer[-1], str):
        return Place(place.pointer, Part.KEY)
    return place

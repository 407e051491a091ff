"""Problems of a document by kind. The rule of the same name as a kind turns its problems into messages."""

from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Part, Place
from paicatalog.protocol.problem import Problem, ProblemKind


def problems(document: Document, kind: ProblemKind) -> Iterator[Problem]:
    """Return the problems of one kind."""
    return (problem for problem in document.problems if problem.kind is kind)


def key_place(place: Place) -> Place:
    """Return the place of the key of a value: readers look there when something is missing in the value."""
    if place.pointer and isinstance(place.pointer[-1], str):
        return Place(place.pointer, Part.KEY)
    return place

"""Documents whose data is read only when something asks for it."""

from typing import Any

from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.read import read_data


class UnreadDocument(Document):
    """The document of a file that was found valid before, so that most runs need not parse it again."""

    __slots__ = ()

    @classmethod
    def of(cls, source: SourceFile, dialect: Dialect) -> "UnreadDocument":
        """Return the document of a file of which `parse` returned one with this dialect and without problems."""
        document = object.__new__(cls)
        for name, value in (("source", source), ("dialect", dialect), ("problems", ()), ("keys", None)):
            object.__setattr__(document, name, value)
        return document

    def __getattr__(self, name: str) -> Any:
        """Read the data. Python calls this for an attribute that is not set, as `data` is not before the first use."""
        if name != "data":
            raise AttributeError(name)
        data = read_data(self.source)
        object.__setattr__(self, "data", data)
        return data

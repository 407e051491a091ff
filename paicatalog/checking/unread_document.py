"""Documents whose data is read only when something asks for it."""

from dataclasses import fields
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
        document, without_data = object.__new__(cls), Document(source, None, dialect)
        for field in fields(Document):
            if field.name != "data":
                object.__setattr__(document, field.name, getattr(without_data, field.name))
        return document

    def __getattr__(self, name: str) -> Any:
        """Read the data. Python calls this for an attribute that is not set, as `data` is not before the first use."""
        if name != "data":
            raise AttributeError(name)
        data = read_data(self.source)
        object.__setattr__(self, "data", data)
        return data

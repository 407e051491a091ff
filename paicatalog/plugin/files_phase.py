"""Whether our pages count as Markdown pages, which is what plugins and MkDocs choose files by."""

from dataclasses import dataclass
from enum import Enum, auto


class FilesPhase(Enum):
    """A part of a build."""

    COLLECTING = auto()
    """Plugins list the Markdown pages, to validate links and redirects: all of our pages count."""
    SORTING = auto()
    """Plugins for several languages assign Markdown pages to a language by their place in the docs folder: none counts.
    They keep what they take for a file of the theme."""
    BUILDING = auto()
    """MkDocs renders the Markdown pages: those count that are its to render."""


@dataclass(slots=True)
class Phase:
    """The present phase, shared by all our files."""

    value: FilesPhase = FilesPhase.COLLECTING

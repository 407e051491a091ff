"""Report formats. Each is a module of this package with a function `write`."""

import importlib
from collections.abc import Sequence
from typing import Protocol, TextIO

from paicatalog.publishing.reported_file import ReportedFile

FORMATS = ("text", "json", "github", "sarif", "junit", "markdown")
"""The values of `validate --format`. Each is the name of a module, imported on first use."""

FORMATS_OF_CODE_HOSTS = ("github", "sarif")
"""Formats whose paths are relative to the repository's root; in the others, to the working directory."""


class Write(Protocol):
    """Writes a report on checked files to a stream.

    `color` adds escape sequences of terminals; `strict` means that warnings fail. A format may ignore both.
    """

    def __call__(
        self, checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False
    ) -> None: ...


def writer(form: str) -> Write:
    """Return the function that writes reports in `form`, one of FORMATS."""
    found: Write = importlib.import_module(f"{__name__}.{form}").write
    return found

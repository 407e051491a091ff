"""Formats of findings: one format, one file; each takes checked files and a stream."""

import importlib
from collections.abc import Sequence
from typing import Protocol, TextIO

from paicatalog.publishing.reported_file import ReportedFile

FORMATS = ("text", "json", "github", "sarif", "junit", "markdown")
"""What `validate --format` takes: each is the module of that name, which is loaded when it is asked for."""


class Write(Protocol):
    """Writes a report. `color` is for terminals; `strict` says that warnings fail, for formats that tell what fails.

    What a format has no use for it ignores.
    """

    def __call__(
        self, checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False
    ) -> None: ...


def writer(form: str) -> Write:
    """Return what writes reports in one of the FORMATS."""
    found: Write = importlib.import_module(f"{__name__}.{form}").write
    return found

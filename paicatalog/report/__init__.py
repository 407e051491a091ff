"""Formats of findings: one format, one file; each takes checked files and a stream."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TextIO

from paicatalog.report import github, json, markdown, text
from paicatalog.rules.check import CheckedFile

__all__ = ["FORMATS", "Write"]


class Write(Protocol):
    """Writes a report. `color` is for terminals; formats for programs ignore it."""

    def __call__(self, checked: Sequence[CheckedFile], stream: TextIO, *, color: bool = False) -> None: ...


FORMATS: Mapping[str, Write] = {
    "text": text.write,
    "json": json.write,
    "github": github.write,
    "markdown": markdown.write,
}
"""By the name that `validate --format` takes."""

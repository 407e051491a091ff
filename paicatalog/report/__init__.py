"""Formats of findings: one format, one file; each takes checked files and a stream."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TextIO

from paicatalog.report import github, json, junit, markdown, sarif, text
from paicatalog.rules.check import CheckedFile

__all__ = ["FORMATS", "Write"]


class Write(Protocol):
    """Writes a report. `color` is for terminals; `strict` says that warnings fail, for formats that tell what fails.

    What a format has no use for it ignores.
    """

    def __call__(
        self, checked: Sequence[CheckedFile], stream: TextIO, *, color: bool = False, strict: bool = False
    ) -> None: ...


FORMATS: Mapping[str, Write] = {
    "text": text.write,
    "json": json.write,
    "github": github.write,
    "sarif": sarif.write,
    "junit": junit.write,
    "markdown": markdown.write,
}
"""By the name that `validate --format` takes."""

"""Totals of a report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from paicatalog.protocol.finding import Severity
from paicatalog.publishing.reported_file import ReportedFile


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers of checked files and of findings by severity."""

    files: int
    valid: int
    """Files that the protocol accepts."""
    errors: int
    warnings: int
    notes: int

    @classmethod
    def of(cls, checked: Sequence[ReportedFile]) -> "Count":
        found = Counter(severity for file in checked for severity in file.severities)
        return cls(
            files=len(checked),
            valid=sum(file.valid for file in checked),
            errors=found[Severity.ERROR],
            warnings=found[Severity.WARNING],
            notes=found[Severity.NOTE],
        )

    def __str__(self) -> str:
        found = ((self.errors, "error"), (self.warnings, "warning"), (self.notes, "note"))
        parts = [counted(number, word) for number, word in found if number]
        return f"{', '.join(parts) or 'nothing'} found in {counted(self.files, 'file')}"


def counted(number: int, word: str) -> str:
    """Return a number with a noun: `1 file`, `2 files`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"

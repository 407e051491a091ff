"""Markdown report for the summary of a step of GitHub Actions, shown on the page of the run."""

import io
from collections.abc import Sequence

from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report import markdown

MAXIMUM_SIZE = 1024 * 1024
"""Maximum size in bytes of the summary of one step; GitHub does not show a longer one at all."""
_CUT = "\nThe table ends here: GitHub shows no more than 1 MiB. Every finding is in the log of this step.\n"


def job_summary(checked: Sequence[ReportedFile], *, maximum_size: int = MAXIMUM_SIZE) -> str:
    """Return the report in at most `maximum_size` bytes of UTF-8. A longer one ends after a row, with a note."""
    stream = io.StringIO()
    markdown.write(checked, stream)
    lines = stream.getvalue().splitlines(keepends=True)
    if sum(map(_size, lines)) <= maximum_size:
        return "".join(lines)
    kept, left = [], maximum_size - _size(_CUT)
    for line in lines:
        left -= _size(line)
        if left < 0:
            break
        kept.append(line)
    return "".join([*kept, _CUT]) if kept else ""


def _size(text: str) -> int:
    return len(text.encode(errors="backslashreplace"))

"""Markdown report for the summary of a step of GitHub Actions, shown on the page of the run."""

import io
from collections.abc import Sequence

from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report import markdown

MAXIMUM_SIZE = 1024 * 1024
"""Maximum size in bytes of the summary of one step; GitHub does not show a longer one at all."""
_CUT = "\nThe table ends here: GitHub shows no more than 1 MiB. Every finding is in the log of this step.\n"


def job_summary(checked: Sequence[ReportedFile], *, room: int = MAXIMUM_SIZE) -> str:
    """Return the report in at most `room` bytes of UTF-8. A longer one is cut after a row, with a note at its end."""
    stream = io.StringIO()
    markdown.write(checked, stream)
    lines = stream.getvalue().splitlines(keepends=True)
    if sum(map(_size, lines)) <= room:
        return "".join(lines)
    kept, left = [], room - _size(_CUT)
    for line in lines:
        left -= _size(line)
        if left < 0:
            break
        kept.append(line)
    return "".join([*kept, _CUT]) if kept else ""


def _size(text: str) -> int:
    return len(text.encode(errors="backslashreplace"))

"""The job summary of GitHub Actions: a file whose path is in an environment variable, shown after the step."""

import os
from collections.abc import Sequence
from pathlib import Path

from paicatalog.cli.say import say
from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.job_summary import MAXIMUM_SIZE, job_summary

VARIABLE = "GITHUB_STEP_SUMMARY"


def append_job_summary(checked: Sequence[ReportedFile]) -> None:
    """Append the report to the file named by `GITHUB_STEP_SUMMARY`, if set.

    Print a message if it cannot be written; the exit code does not depend on it.
    """
    name = os.environ.get(VARIABLE)
    if not name:
        return
    file = Path(name)
    try:
        taken = file.stat().st_size if file.exists() else 0
        with file.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(job_summary(checked, maximum_size=MAXIMUM_SIZE - taken))
    except OSError as error:
        say(f"The summary cannot be written to {file} ({VARIABLE}): {error.strerror}.", err=True)

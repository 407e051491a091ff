"""The summary of a GitHub Actions step: a file that the runner names and shows when the step has ended."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.job_summary import MAXIMUM_SIZE, job_summary

VARIABLE = "GITHUB_STEP_SUMMARY"


def append_job_summary(checked: Sequence[ReportedFile]) -> None:
    """Append the report to the file that the environment variable names, if it does.

    Where that fails a sentence says so: the verdict does not hang on it.
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
        click.echo(f"The summary cannot be written to {file} ({VARIABLE}): {error.strerror}.", err=True)

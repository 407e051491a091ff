"""Messages of the commands. Paths and names in them come from strangers."""

import click

from paicatalog.report.workflow_commands import without_commands
from paicatalog.rules.wording import escape_controls


def say(message: str, *, err: bool = False) -> None:
    """Print a message in which nothing controls a terminal or GitHub Actions."""
    click.echo(safe_message(message), err=err)


def safe_message(message: str) -> str:
    """Return a message of one or more lines for printing."""
    return without_commands("\n".join(map(escape_controls, message.split("\n"))))

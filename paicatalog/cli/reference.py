"""The reference page of the commands, made from the commands themselves."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass

import click

from paicatalog.cli import COMMANDS, main
from paicatalog.site.environment import environment
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.plain_text import plain_text

URL = "reference/commands/"
TITLE = "Commands"
DESCRIPTION = "Every command of paicatalog and its options."


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """What `--help` says of one command."""

    name: str
    usage: str
    paragraphs: Sequence[str]
    options: Sequence[tuple[str, str]]
    """How an option is written, and what it does."""


def command_reference() -> Page:
    """Return the page that documents every command and option."""
    context = main.make_context("paicatalog", [], resilient_parsing=True)
    commands = [_command_help(name, context) for name in COMMANDS]
    template = environment().get_template("commands.html.jinja")
    html = template.render(title=TITLE, description=DESCRIPTION, commands=commands)
    return Page(URL, TITLE, DESCRIPTION, html, SearchEntry("page", TITLE, DESCRIPTION, plain_text(html)))


def _command_help(name: str, context: click.Context) -> CommandHelp:
    command = main.get_command(context, name)
    assert command is not None  # COMMANDS lists what get_command knows
    inner = click.Context(command, info_name=name, parent=context)
    records = (parameter.get_help_record(inner) for parameter in command.get_params(inner))
    return CommandHelp(
        name=name,
        usage=command.get_usage(inner).removeprefix("Usage: "),
        paragraphs=inspect.cleandoc(command.help or "").replace("\b", "").split("\n\n"),
        options=[record for record in records if record],
    )

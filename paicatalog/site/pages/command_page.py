"""The reference page of the commands, generated from the click program."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.theme.template_environment import environment

URL = "reference/commands/"
TITLE = "Commands"
DESCRIPTION = "Every command of paicatalog and its options."


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """The content of `--help` for one command."""

    name: str
    usage: str
    paragraphs: Sequence[str]
    options: Sequence[tuple[str, str]]
    """(syntax, description) of each option."""


def command_page(program: Any) -> Page:
    """Return the page that documents every command and option of `program`, a click group."""
    context = program.make_context("paicatalog", [], resilient_parsing=True)
    commands = [_command_help(name, program, context) for name in program.list_commands(context)]
    template = environment().get_template("commands.html.jinja")
    html = template.render(title=TITLE, description=DESCRIPTION, commands=commands)
    return Page(URL, TITLE, DESCRIPTION, html, SearchEntry("page", TITLE, DESCRIPTION, plain_text(html)))


def _command_help(name: str, program: Any, context: Any) -> CommandHelp:
    command = program.get_command(context, name)
    inner = command.make_context(name, [], parent=context, resilient_parsing=True)
    records = (parameter.get_help_record(inner) for parameter in command.get_params(inner))
    return CommandHelp(
        name=name,
        usage=command.get_usage(inner).removeprefix("Usage: "),
        paragraphs=inspect.cleandoc(command.help or "").replace("\b", "").split("\n\n"),
        options=[record for record in records if record],
    )

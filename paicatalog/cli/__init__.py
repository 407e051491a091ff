"""The command line, with one module per command. A module is imported only when its command is run."""

import difflib
import importlib

import click

from paicatalog import __version__
from paicatalog.cli.say import safe_message

COMMANDS = ("build", "bundle", "explain", "export", "generate", "render", "schema", "serve", "upgrade", "validate")
"""The names of the commands; each is a click command in the module of the same name."""


def _with_help(command: click.Command) -> click.Command:
    """Return the command with its help text, which click cannot find where Python discards docstrings."""
    if command.help is None and command.callback:
        from paicatalog.rules.docstring import docstring  # noqa: PLC0415 (hardly ever necessary)

        command.help = docstring(command.callback)
    return command


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return _with_help(getattr(importlib.import_module(f"paicatalog.cli.{cmd_name}"), cmd_name))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. The message of an error may contain anything that a path or a value contains."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            error.message = safe_message(error.message)  # type: ignore[misc] # final for type checkers only
            raise

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, or fail with the most similar name."""
        near = difflib.get_close_matches(args[0], COMMANDS, n=1)
        if near and near[0] != args[0] and not ctx.resilient_parsing:
            ctx.fail(f"There is no command `{args[0]}`: did you mean `{near[0]}`?")
        return super().resolve_command(ctx, args)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="paicatalog")
def main() -> None:
    """Turn a Git repository of OpenPAI protocol files into a validated, cross-linked catalog.

    Exit codes: 0 fine, 1 findings fail it, 2 wrong use or configuration.
    """


_with_help(main)

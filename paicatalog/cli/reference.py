"""The reference page of the commands, made from the commands themselves."""

import html
import inspect
from collections.abc import Iterator

import click

from paicatalog.cli import COMMANDS, main
from paicatalog.site.page import Page

URL = "reference/commands/"


def command_reference() -> Page:
    """Return the page that documents every command and option."""
    context = click.Context(main, info_name="paicatalog")
    parts = [
        "<h1>Commands</h1>",
        "<p>Exit codes: 0 fine, 1 findings fail it, 2 wrong use or configuration.</p>",
        *(part for name in COMMANDS for part in _command(name, context)),
    ]
    return Page(
        url=URL,
        title="Commands",
        description="Every command of paicatalog and its options.",
        html="\n".join(parts),
    )


def _command(name: str, context: click.Context) -> Iterator[str]:
    command = main.get_command(context, name)
    assert command is not None  # COMMANDS lists what get_command knows
    inner = click.Context(command, info_name=name, parent=context)
    usage = command.get_usage(inner).removeprefix("Usage: ")
    yield f'<h2 id="{name}"><code>paicatalog {name}</code></h2>'
    yield f"<pre><code>{html.escape(usage)}</code></pre>"
    for paragraph in inspect.cleandoc(command.help or "").replace("\b", "").split("\n\n"):
        yield f"<p>{html.escape(paragraph)}</p>"
    yield "<dl>"
    for parameter in command.get_params(inner):
        if record := parameter.get_help_record(inner):
            yield f"<dt><code>{html.escape(record[0])}</code></dt><dd>{html.escape(record[1])}</dd>"
    yield "</dl>"

"""The option that names the configuration file, and reading it with click's way of saying what is wrong."""

from pathlib import Path

import click

from paicatalog.config import CONFIG_FILE, Config, ConfigError, load_config

config_file_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=CONFIG_FILE,
    show_default=True,
    help="The MkDocs configuration of the catalog.",
)


class WrongConfiguration(click.ClickException):
    """Ends a command with a sentence: the command was right, what it found is not."""

    exit_code = 2


def read_config(file: Path) -> Config:
    """Return the configuration; ends the command with its sentence and exit code 2 where it is wrong."""
    try:
        return load_config(file)
    except ConfigError as error:
        raise WrongConfiguration(str(error)) from error

"""The option that names the configuration file, and reading it with click's way of saying what is wrong."""

from pathlib import Path

import click
from click.core import ParameterSource

from paicatalog.config import CONFIG_FILE, Config, ConfigError, load_config, load_settings
from paicatalog.rules.settings import NO_SETTINGS, Settings

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


def is_chosen(option: str) -> bool:
    """Return whether the person wrote the option, rather than leaving it at what it is by default."""
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def read_config(file: Path) -> Config:
    """Return the configuration; ends the command with its sentence and exit code 2 where it is wrong."""
    try:
        return load_config(file)
    except ConfigError as error:
        raise WrongConfiguration(str(error)) from error


def read_settings(file: Path) -> Settings:
    """Return what a configuration says of rules and findings, nothing where there is none; else as `read_config`."""
    if not is_chosen("config_file") and not file.exists():
        return NO_SETTINGS
    try:
        return load_settings(file)
    except ConfigError as error:
        raise WrongConfiguration(str(error)) from error

"""The option `--config-file`, and reading the configuration with errors that click prints."""

from pathlib import Path

import click
from click.core import ParameterSource

from paicatalog.config import CONFIG_FILE, Config, ConfigError, config_file, load_config, load_settings
from paicatalog.rules.settings import NO_SETTINGS, Settings

config_file_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=lambda: config_file(Path()),
    show_default=f"{CONFIG_FILE}, else mkdocs.yaml",
    help="The MkDocs configuration of the catalog.",
)


class WrongConfiguration(click.ClickException):
    """The configuration, a folder or an address is wrong, though the command line is not. Exits with 2."""

    exit_code = 2


def is_given(option: str) -> bool:
    """Return whether the user gave the option, so that its value is not the default."""
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def read_config(file: Path) -> Config:
    """Return the configuration. Raises WrongConfiguration if it is invalid."""
    try:
        return load_config(file)
    except ConfigError as error:
        raise WrongConfiguration(str(error)) from error


def read_settings(file: Path) -> Settings:
    """Return the rule settings of a configuration, or NO_SETTINGS if the default file does not exist.

    Raises WrongConfiguration if it is invalid.
    """
    if not is_given("config_file") and not file.exists():
        return NO_SETTINGS
    try:
        return load_settings(file)
    except ConfigError as error:
        raise WrongConfiguration(str(error)) from error

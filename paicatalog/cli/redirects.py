"""The check of `redirects` in `mkdocs.yml`: each leads to a page, and none has the address of one."""

from paicatalog.catalog.catalog import Catalog
from paicatalog.cli.config_file import WrongConfiguration
from paicatalog.config import Config, ConfigError
from paicatalog.site.pages.command_page import URL as COMMANDS_URL
from paicatalog.site.pages.redirects import redirects


def check_redirects(config: Config, catalog: Catalog) -> None:
    """Raise WrongConfiguration, which lists the invalid redirects, if there are any."""
    try:
        redirects(config.redirects, catalog, docs_dir=config.docs_dir, others={COMMANDS_URL})
    except ConfigError as error:
        raise WrongConfiguration(str(error)) from error

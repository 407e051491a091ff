"""The configuration: the `paicatalog` section of `plugins:` in `mkdocs.yml`, for the plugin and the command line.

Begin with `Config` in `options.py`.
"""

from paicatalog.config.error import ConfigError
from paicatalog.config.mkdocs_file import CONFIG_FILE, config_file
from paicatalog.config.options import (
    OPTIONS,
    SITE_NAME,
    Config,
    PolicyHost,
    is_policy_source,
    load_config,
    load_settings,
    make_config,
    without_login,
)

__all__ = [
    "CONFIG_FILE",
    "OPTIONS",
    "SITE_NAME",
    "Config",
    "ConfigError",
    "PolicyHost",
    "config_file",
    "is_policy_source",
    "load_config",
    "load_settings",
    "make_config",
    "without_login",
]

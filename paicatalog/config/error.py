"""The error of a configuration."""


class ConfigError(Exception):
    """The configuration is invalid. The message is shown to the user and says what to change."""

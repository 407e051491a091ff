"""Reading `mkdocs.yml` as MkDocs does, with `INHERIT`, or `zensical.toml`, and finding the plugin's section in it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paicatalog.config.error import ConfigError
from paicatalog.protocol.place import Pointer
from paicatalog.real_path import real_path

CONFIG_FILE = "mkdocs.yml"
_FILES = (CONFIG_FILE, "mkdocs.yaml")
"""The names that MkDocs looks for, in its order."""
_NAME = "paicatalog"
TWICE = "`plugins:` lists paicatalog more than once: keep one entry, with all its options."


@dataclass(frozen=True, slots=True)
class Section:
    """The section of the plugin."""

    pointer: Pointer
    """Where it is in the file."""
    options: Mapping[str, Any]
    """Without `enabled`, which is MkDocs' own option of every plugin."""
    enabled: bool = True


def config_file(folder: Path) -> Path:
    """Return the `mkdocs.yml` or `mkdocs.yaml` of a folder; the first name if neither exists."""
    return next((folder / name for name in _FILES if (folder / name).is_file()), folder / CONFIG_FILE)


def unused_config_file(file: Path) -> str:
    """Return a warning if the folder of `file` has a configuration of MkDocs' other name too, else ""."""
    other = next((name for name in _FILES if name != file.name and (file.parent / name).is_file()), None)
    if file.name not in _FILES or other is None:
        return ""
    return f"Both {file.name} and {other} exist, and only {file.name} is used. Delete the other."


def read_site(file: Path) -> Mapping[str, Any]:
    """Return MkDocs' options in a file, merged with those of the files that it inherits from. Raises ConfigError.

    In a `zensical.toml` they are in the table `project`.
    """
    # Importing MkDocs takes longer than most commands, and commands that get files as arguments may not need it.
    from mkdocs.exceptions import ConfigurationError  # noqa: PLC0415

    try:
        return _read_toml(file) if file.suffix == ".toml" else _read_yaml(file)
    except FileNotFoundError:
        raise ConfigError(
            f"There is no {file.name} in {file.absolute().parent}: go to the folder of your catalog, "
            "or name its configuration with `--config-file`. Commands that are given files need none."
        ) from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from error
    except (ConfigurationError, TypeError, ValueError, AttributeError, RecursionError) as error:
        # MkDocs does not catch what a date that does not exist, `INHERIT: 5` or a lone word cause.
        raise ConfigError(f"{file} cannot be read: {error}") from error


def _read_yaml(file: Path) -> Mapping[str, Any]:
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load  # noqa: PLC0415

    loader = get_yaml_loader()
    # MkDocs makes it a path that depends on the page; no option of the catalog is one.
    loader.add_constructor("!relative", lambda *_: None)
    _require_ancestors(file)
    with file.open("rb") as stream:
        return _mapping(yaml_load(stream, loader), file)


def _read_toml(file: Path) -> Mapping[str, Any]:
    with file.open("rb") as stream:
        project = tomllib.load(stream).get("project")
    if isinstance(project, dict):
        return project
    raise ConfigError(f"{file} has no table `project`: begin it with `[project]`.")


def find_section(site: Mapping[str, Any]) -> Section | None:
    """Return the section of the plugin, or None if `plugins` does not list it.

    An entry with `enabled: false` counts only if there is no other. Raises ConfigError.
    """
    sections = [_section(pointer, options) for pointer, options in _entries(site.get("plugins"))]
    enabled = [section for section in sections if section.enabled]
    if len(enabled) > 1:
        raise ConfigError(TWICE)
    return next(iter(enabled or sections), None)


def file_with(file: Path, option: str) -> Path:
    """Return the file that sets an option of the plugin: `file`, or one that it inherits from."""
    for each, site in _ancestors(file):
        found = find_section(site)
        if found and option in found.options:
            return each
    return file


def _require_ancestors(file: Path) -> None:
    """Raise ConfigError for an `INHERIT` that MkDocs fails on with a traceback."""
    if b"INHERIT" in file.read_bytes():
        for _ in _ancestors(file):
            pass


def _ancestors(file: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield a file and those that it inherits from, each with its own options. Raises ConfigError."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load  # noqa: PLC0415

    loader = get_yaml_loader()
    loader.add_constructor("!relative", lambda *_: None)
    seen: set[Path] = set()
    while True:
        if real_path(file) in seen:
            raise ConfigError(f"{file} inherits from itself: delete its line `INHERIT`.")
        seen.add(real_path(file))
        # Given a text, MkDocs reads this file only.
        site = _mapping(yaml_load(file.read_text("utf-8", errors="replace"), loader), file)
        yield file, site
        above = site.get("INHERIT")
        if "INHERIT" not in site:
            return
        if not isinstance(above, str):
            raise ConfigError(f"`INHERIT` in {file} must be the path of a file, not {above!r}.")
        if not (file.parent / above).is_file():
            raise ConfigError(f"{file} inherits from {above}, which does not exist: correct the path after `INHERIT:`.")
        file = file.parent / above


def _mapping(site: object, file: Path) -> Mapping[str, Any]:
    if isinstance(site, dict):
        return site
    raise ConfigError(f"{file} holds no mapping of options: begin it with `site_name: ...`.")


def _entries(plugins: object) -> Iterator[tuple[Pointer, object]]:
    """Yield the pointer and the options of each entry of the plugin, in a list or a mapping of plugins."""
    if isinstance(plugins, dict):
        yield from ((("plugins", name), options) for name, options in plugins.items() if _is_own(name))
        return
    for at, plugin in enumerate(plugins if isinstance(plugins, list) else ()):
        if _is_own(plugin):
            yield ("plugins", at, plugin), {}
        elif isinstance(plugin, dict) and (name := next(filter(_is_own, plugin), None)):
            if len(plugin) > 1:
                other = next(key for key in plugin if key != name)
                raise ConfigError(
                    f"`{other}` in `plugins:` has the same indentation as `{name}`: indent the options of the plugin "
                    "by four more spaces."
                )
            yield ("plugins", at, name), plugin[name]


def _is_own(name: object) -> bool:
    # With a slash, MkDocs does not look for a plugin of that name in the theme first.
    return name in (_NAME, f"/{_NAME}")


def _section(pointer: Pointer, found: object) -> Section:
    if not found:  # MkDocs takes any empty value for no options.
        return Section(pointer, {})
    if not isinstance(found, dict):
        raise ConfigError(
            f"The paicatalog section of `plugins:` must hold options, not {found!r}: "
            "write `- paicatalog:` and below it, further in, `catalog_dir: ...`."
        )
    enabled = found.get("enabled", True)
    if not isinstance(enabled, bool):
        raise ConfigError(f"The paicatalog option `enabled` must be true or false, not {enabled!r}.")
    return Section(pointer, {name: value for name, value in found.items() if name != "enabled"}, enabled)

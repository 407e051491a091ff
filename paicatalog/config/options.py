"""The options of the plugin and of MkDocs that the catalog needs, validated."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeGuard

from paicatalog.catalog.git.submodules import missing_submodules
from paicatalog.catalog.git.work_tree import repository_root
from paicatalog.config.error import ConfigError
from paicatalog.config.mkdocs_file import find_section, read_site, unused_config_file
from paicatalog.protocol.place import Pointer
from paicatalog.real_path import real_path
from paicatalog.rules import RULE_BY_ID
from paicatalog.rules.settings import NO_SETTINGS, SettingError, Settings, read_settings

SITE_NAME = "AI job catalog"
_LOGIN = re.compile(r"^(\s*[A-Za-z][A-Za-z0-9+.-]*://)[^/?#\s]*@")
_EDIT_URIS_OF_MKDOCS = ("edit/master/docs/", "src/default/docs/")
_REMEDIES = ("add `- paicatalog` to `plugins:`", "add the table `[project.plugins.paicatalog]`")
"""What to add to a `mkdocs.yml` and to a `zensical.toml`."""


class PolicyHost(StrEnum):
    """Where the content security policy is: in the pages, or in a file from which a web host makes a header."""

    META = "meta"
    NETLIFY = "netlify"
    CLOUDFLARE = "cloudflare"
    APACHE = "apache"
    NGINX = "nginx"


POLICY_DIRECTIVES = frozenset(
    [
        *("base-uri", "child-src", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors"),
        *("frame-src", "img-src", "manifest-src", "media-src", "object-src", "script-src", "style-src", "worker-src"),
    ]
)
"""The directives of a content security policy whose value is a list of sources."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of the `paicatalog` section."""

    default: str | None
    description: str
    text: bool = True
    """Whether the value is text. Other options are lists or mappings, None if not given."""


OPTIONS: Mapping[str, Option] = {
    "catalog_dir": Option("catalog", "The folder of protocol files, relative to `mkdocs.yml`."),
    "cluster": Option("https://openpai.example.com", "The OpenPAI address written into the instructions of each job."),
    "templates_dir": Option("", "A folder of templates that replace those of the same name, relative to `mkdocs.yml`."),
    "severity": Option(None, "How much a rule weighs: `rule: error`, `warning`, `note` or `off`.", text=False),
    "redirects": Option(None, "Old addresses that lead to new ones: `jobs/old-name/: jobs/new-name/`.", text=False),
    "ignore": Option(None, "Findings that are fine: a list of `path`, `rule` and `reason`.", text=False),
    "content_security_policy": Option(
        "", f"Where the policy is written: {', '.join(f'`{host}`' for host in PolicyHost)}."
    ),
    "content_security_sources": Option(
        None, "What the policy allows in addition: `img-src: https://img.example.com`.", text=False
    ),
}


@dataclass(frozen=True, slots=True)
class Config:
    """The validated configuration of a catalog, with absolute paths."""

    root: Path
    """The folder of `mkdocs.yml`, absolute."""
    catalog_dir: Path
    """The folder of protocol files, absolute."""
    site_dir: Path
    """The folder that the site is built into, absolute."""
    templates_dir: Path | None = None
    """The folder of templates that replace those of the package, absolute."""
    docs_dir: Path | None = None
    """The folder of hand-written pages, absolute. It may not exist."""
    site_name: str = SITE_NAME
    site_url: str = ""
    """The published address with a trailing slash; empty if unknown."""
    repo_url: str = ""
    """The repository's web address without a trailing slash; empty if unknown."""
    edit_uri: str | None = None
    """The path between `repo_url` and the path of a page to edit, such as `edit/main/docs/`; empty for no links to edit
    files, None to derive it from the host and the branch."""
    cluster: str = OPTIONS["cluster"].default or ""
    """The OpenPAI address used in instructions."""
    language: str = "en"
    """The theme's code for the language of the interface, such as `zh`."""
    settings: Settings = NO_SETTINGS
    """The severities of rules, and the findings to ignore."""
    redirects: tuple[tuple[str, str], ...] = ()
    """(old address, new address) pairs, as written in the configuration."""
    policy_host: PolicyHost | None = None
    """Where the content security policy is written; None: nowhere."""
    policy_sources: frozenset[tuple[str, str]] = frozenset()
    """(directive, source) pairs that the policy allows in addition."""
    section: Pointer = ()
    """The pointer of the options in `mkdocs.yml`; `()` if unknown."""
    warnings: tuple[str, ...] = ()
    """What is probably wrong with the configuration, for the user."""


def load_config(file: Path) -> Config:
    """Read a `mkdocs.yml`, or a `zensical.toml`, which has the same options in its table `project`.

    Raises ConfigError if it cannot be read, does not use the plugin or has an invalid option.
    """
    site = read_site(file)
    section = find_section(site)
    if section is None:
        raise ConfigError(f"{file} does not use the plugin: {_REMEDIES[file.suffix == '.toml']}.")
    if not section.enabled:
        raise ConfigError(f"{file} turns the paicatalog plugin off: delete its option `enabled`, or set it to `true`.")
    return replace(make_config(file, site, section.options), section=section.pointer)


def load_settings(file: Path) -> Settings:
    """Read only `severity` and `ignore` of a `mkdocs.yml`. Return NO_SETTINGS if it does not use the plugin.

    Raises ConfigError.
    """
    section = find_section(read_site(file))
    if section is None or not section.enabled:
        return NO_SETTINGS
    _refuse_unknown(section.options)
    return _settings(file.absolute().parent, section.options)


def make_config(file: Path, site: Mapping[str, Any], section: Mapping[str, Any]) -> Config:
    """Build a Config from MkDocs' options (`site`) and the plugin's (`section`), which are those of `file`.

    Raises ConfigError on an invalid option.
    """
    _refuse_unknown(section)
    root = file.absolute().parent
    chosen = {name: _text(section, name, option.default or "") for name, option in OPTIONS.items() if option.text}
    site_dir = root / str(site.get("site_dir") or "site")
    docs_dir = root / str(site.get("docs_dir") or "docs")
    _require_inside(root, "docs", docs_dir)
    site_url = without_login(str(site.get("site_url") or ""))
    return Config(
        root=root,
        catalog_dir=_catalog_dir(root, chosen["catalog_dir"], site_dir),
        site_dir=site_dir,
        templates_dir=_templates_dir(root, chosen["templates_dir"]),
        docs_dir=docs_dir,
        site_name=str(site.get("site_name") or SITE_NAME),
        site_url=site_url if site_url.endswith("/") or not site_url else site_url + "/",
        repo_url=without_login(str(site.get("repo_url") or "").rstrip("/")),
        edit_uri=_edit_uri(site),
        cluster=without_login(chosen["cluster"].rstrip("/")),
        language=_language(site.get("theme")),
        settings=_settings(root, section),
        redirects=_redirects(section.get("redirects")),
        warnings=tuple(filter(None, [unused_config_file(file)])),
        policy_host=_policy_host(chosen["content_security_policy"]),
        policy_sources=frozenset(_policy_sources(section.get("content_security_sources"))),
    )


def without_login(url: str) -> str:
    """Return a URL without the user name and password in it: pages show it."""
    return _LOGIN.sub(r"\1", url)


def _language(theme: object) -> str:
    """Return the theme's language: `language` in Material, `locale` in other themes."""
    found = (theme.get("language") or theme.get("locale")) if isinstance(theme, Mapping) else None
    return str(found or "en")


def _settings(root: Path, section: Mapping[str, Any]) -> Settings:
    try:
        return read_settings(root, severity=section.get("severity"), ignore=section.get("ignore"), known=RULE_BY_ID)
    except SettingError as error:
        raise ConfigError(str(error)) from error


def _redirects(found: object) -> tuple[tuple[str, str], ...]:
    """Return the pairs of `redirects`. `site/pages/redirects.py`, which knows the pages, checks their targets."""
    if found is None:
        return ()
    pairs = found.items() if isinstance(found, dict) else [(found, None)]
    for old, new in pairs:
        if not isinstance(old, str) or not isinstance(new, str):
            wrong = f"`{old}: {new}`" if isinstance(found, dict) else repr(found)
            raise ConfigError(
                f"The paicatalog option `redirects` must lead from old addresses to new ones, not hold {wrong}: "
                "write `jobs/old-name/: jobs/new-name/`."
            )
    return tuple(pairs)


def _policy_host(name: str) -> PolicyHost | None:
    if name and name not in set(PolicyHost):
        raise ConfigError(
            f"The paicatalog option `content_security_policy` must be one of {', '.join(PolicyHost)}, not `{name}`: "
            "write `meta` for a host that is not in the list."
        )
    return PolicyHost(name) if name else None


def _policy_sources(found: object) -> Iterator[tuple[str, str]]:
    """Yield the pairs of `content_security_sources`, whose values are text, or lists of text."""
    pairs = found.items() if isinstance(found, dict) else [] if found is None else [(found, None)]
    for directive, sources in pairs:
        listed = sources if isinstance(sources, list) else [sources]
        for source in listed:
            if directive not in POLICY_DIRECTIVES or not is_policy_source(source):
                wrong = f"`{directive}: {source}`" if isinstance(found, dict) else repr(found)
                raise ConfigError(
                    "The paicatalog option `content_security_sources` must map directives to sources, not hold "
                    f"{wrong}: write `img-src: https://img.example.com`, and several sources as a list."
                )
            yield str(directive), source


def is_policy_source(value: object) -> TypeGuard[str]:
    """Return whether a value can be a source in a policy, without a meaning in the files that hosts read."""
    return (
        isinstance(value, str) and re.fullmatch(r"[!-~]+", value) is not None and not re.search(r'[;,"%$\\<>{}]', value)
    )


def _catalog_dir(root: Path, name: str, site_dir: Path) -> Path:
    folder = root / name
    if not folder.is_dir():
        if missing := missing_submodules(folder):
            raise ConfigError(
                f"The submodule {missing[0].relative_to(root)} is not checked out. Run `git submodule update --init`."
            )
        raise ConfigError(
            f"The catalog folder {folder} does not exist: create it with a protocol file in it, "
            "or set `catalog_dir` of the paicatalog plugin in mkdocs.yml to the folder that has them."
        )
    for what, other in (("mkdocs.yml", root), ("the built site", site_dir)):
        if real_path(other).is_relative_to(real_path(folder)):
            raise ConfigError(
                f"The catalog folder {folder} also holds {what}, which would be read as protocol files: "
                "move those into a folder of their own and set `catalog_dir` to it."
            )
    _require_inside(root, "catalog", folder)
    return folder


def _require_inside(root: Path, what: str, folder: Path) -> None:
    """Refuse a folder of the project that is in truth a link to one elsewhere: a pull request could make it one."""
    if not Path(os.path.normpath(folder)).is_relative_to(os.path.normpath(root)):
        return  # The configuration itself names a folder elsewhere.
    real, top = real_path(folder), real_path(root)
    if not real.is_relative_to(top) and not real.is_relative_to(repository_root(top) or top):
        raise ConfigError(
            f"The {what} folder {folder} is a link that leads out of the repository: replace it with the folder "
            f"itself, or write where that is into mkdocs.yml (`{what}_dir`)."
        )


def _templates_dir(root: Path, name: str) -> Path | None:
    if not name:
        return None
    folder = root / name
    if not folder.is_dir():
        raise ConfigError(
            f"The templates folder {folder} does not exist: create it, "
            "or take `templates_dir` out of the paicatalog plugin in mkdocs.yml."
        )
    return folder


def _edit_uri(site: Mapping[str, Any]) -> str | None:
    """Return MkDocs' `edit_uri`; None if it is not given.

    Where it is not, MkDocs fills in one for a branch that need not be there. It is derived from Git instead, with the
    same result where the branch has that name.
    """
    found = site.get("edit_uri")
    return None if found is None or found in _EDIT_URIS_OF_MKDOCS else without_login(str(found))


def _refuse_unknown(section: Mapping[str, Any]) -> None:
    for name in section:
        if name in OPTIONS:
            continue
        near = difflib.get_close_matches(str(name), OPTIONS, n=1, cutoff=0.66)
        remedy = f"did you mean `{near[0]}`?" if near else f"it takes {', '.join(OPTIONS)}."
        raise ConfigError(f"The paicatalog plugin has no option `{name}`: {remedy}")


def _text(section: Mapping[str, Any], name: str, default: str) -> str:
    value = section.get(name)
    if value is None:  # Nothing after the colon, or a variable of `!ENV` that is not set.
        return default
    if isinstance(value, str):
        return value
    raise ConfigError(f"The paicatalog option `{name}` must be text, not {value!r}. Put it in quotes.")

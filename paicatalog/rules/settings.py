"""The options `severity` and `ignore` in `mkdocs.yml`: severities of rules, and findings to suppress."""

import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paicatalog.protocol.finding import Finding, Severity
from paicatalog.rules.rule import Rule
from paicatalog.rules.wording import listed, near, quote, sentence

OFF = "off"
_SEVERITIES = (*Severity, OFF)
_KEYS = ("path", "rule", "reason")
_PARTS = re.compile(r"\*\*/(?:\*\*/)*|\*+|\?|[^*?]+")
_PATTERNS = {"?": "[^/]", "*": "[^/]*"}


class SettingError(Exception):
    """An option has an invalid value. The message is for the user."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """An entry of `ignore`."""

    path: str
    """Relative to `mkdocs.yml`; `*` and `?` match within one name, `**` matches any folders."""
    rules: tuple[str, ...]
    """Ids; empty for all rules."""
    reason: str
    index: int = 0
    """Its position in the list, from 0."""
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(_expression(self.path)))

    def covers(self, finding: Finding, path: str) -> bool:
        """Return whether it applies to a finding in the file at `path`, relative to `mkdocs.yml`."""
        return (not self.rules or finding.rule in self.rules) and self.pattern.fullmatch(path) is not None


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of `severity` and `ignore`."""

    root: Path = Path()
    """The folder of `mkdocs.yml`, to which the paths of `ignores` are relative."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By id of a rule; other rules have their default severity."""
    off: frozenset[str] = frozenset()
    """The ids of rules that do not run."""
    ignores: tuple[Ignore, ...] = ()

    def enabled(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """Return the rules that are not turned off."""
        return tuple(rule for rule in rules if rule.id not in self.off)

    def relative(self, file: Path) -> str:
        """Return the path of a file relative to `root`, as `Ignore.covers` takes it."""
        return Path(os.path.relpath(file, self.root)).as_posix()


NO_SETTINGS = Settings()


def read_settings(root: Path, *, severity: Any, ignore: Any, known: Collection[str]) -> Settings:
    """Return the settings from the two options as parsed from YAML; raises SettingError if one is invalid.

    `known` are the ids of all rules. An option without a value is None.
    """
    severities = _severities({} if severity is None else severity, known)
    entries = [] if ignore is None else ignore
    if not isinstance(entries, list):
        raise SettingError(
            f"The paicatalog option `ignore` must be a list, not {entries!r}: "
            "begin each entry with `- path: ...` and give it a `reason`."
        )
    return Settings(
        root=root,
        severities={name: Severity(level) for name, level in severities.items() if level != OFF},
        off=frozenset(name for name, level in severities.items() if level == OFF),
        ignores=tuple(_ignore(index, entry, known) for index, entry in enumerate(entries)),
    )


def _severities(severity: Any, known: Collection[str]) -> Mapping[str, str]:
    if not isinstance(severity, dict):
        raise SettingError(
            f"The paicatalog option `severity` must be a mapping, not {severity!r}: "
            f"write a line `rule: severity` for each rule, with {listed(_SEVERITIES)}."
        )
    return {_rule(name, "`severity`", known): _severity(name, found) for name, found in severity.items()}


def _severity(name: str, found: Any) -> str:
    # The YAML of MkDocs reads `off` without quotes as a boolean.
    level = OFF if found is False else found
    if level in _SEVERITIES:
        return str(level)
    meant = near(found, _SEVERITIES)
    remedy = f"did you mean {quote(meant)}?" if meant else f"it can be {listed(_SEVERITIES)}."
    raise SettingError(f"The paicatalog option `severity` gives `{name}` the unknown severity {found!r}: {remedy}")


def _rule(name: Any, where: str, known: Collection[str]) -> str:
    if isinstance(name, str) and name in known:
        return name
    spelled = name.replace("_", "-") if isinstance(name, str) else name
    meant = str(spelled) if spelled in tuple(known) else near(spelled, known)
    remedy = f"did you mean {quote(meant)}?" if meant else "its id is what `paicatalog validate` gives in brackets."
    raise SettingError(f"The paicatalog option {where} names a rule that there is not, {name!r}: {remedy}")


def _ignore(index: int, entry: Any, known: Collection[str]) -> Ignore:
    where = f"entry {index + 1} of the paicatalog option `ignore`"
    if not isinstance(entry, dict):
        raise SettingError(f"{sentence(where)} must be a mapping, not {entry!r}: write `path`, `rule` and `reason`.")
    for key in entry:
        if key not in _KEYS:
            meant = near(key, _KEYS)
            remedy = f"did you mean {quote(meant)}?" if meant else f"it takes {listed(_KEYS, 'and')}."
            raise SettingError(f"{sentence(where)} has the unknown key {key!r}: {remedy}")
    path = _text(entry, "path", where, "the files that it is about")
    if path.startswith("/") or ".." in path.split("/"):
        raise SettingError(f"The `path` of {where} must begin at the folder of mkdocs.yml, unlike {path!r}.")
    return Ignore(
        path=path,
        rules=_rules(entry["rule"], where, known) if "rule" in entry else (),
        reason=_text(entry, "reason", where, "why it is fine"),
        index=index,
    )


def _rules(found: Any, where: str, known: Collection[str]) -> tuple[str, ...]:
    names = found if isinstance(found, list) else [found]
    if not names:
        raise SettingError(f"The `rule` of {where} names none: leave it out to ignore every rule.")
    return tuple(_rule(name, f"`ignore`, in entry {where.split()[1]},", known) for name in names)


def _text(entry: Mapping[str, Any], key: str, where: str, meaning: str) -> str:
    if key not in entry:
        raise SettingError(f"{sentence(where)} has no `{key}`: add `{key}: ...`, {meaning}.")
    found = entry[key]
    if isinstance(found, str) and found.strip():
        return found.strip()
    raise SettingError(f"The `{key}` of {where} must be text, {meaning}, not {found!r}.")


def _expression(path: str) -> str:
    """Return the regular expression of a path with `*`, `**` and `?`. One that ends in `/` matches all files below."""
    whole = path.removeprefix("./") + ("**" if path.endswith("/") else "")
    return "".join(map(_part, _PARTS.findall(whole)))


def _part(part: str) -> str:
    if part.startswith("**/"):
        return "(?:.*/)?"
    return ".*" if part.startswith("**") else _PATTERNS.get(part) or re.escape(part)

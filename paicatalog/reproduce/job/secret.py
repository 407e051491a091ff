"""Secrets that commands refer to. They are prompted for when the job starts, and no exported file contains them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paicatalog.rules.wording import escape_controls

_TAG = re.compile(r"<%[^\S\n]*(\$secrets(?:[.\[](?:(?!%>).){0,200}?)?)[^\S\n]*%>")
"""A reference that OpenPAI's runtime replaces in the rendered text; a parameter's value may contain one too."""
_INDEX = re.compile(r"\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that must be provided when the job starts."""

    name: str
    """The name in the protocol, without the dollar sign: `secrets.registry.password`."""
    variable: str
    """The environment variable that contains it when the job starts: `PAI_SECRET_registry_password`."""

    @property
    def question(self) -> str:
        """The name as scripts print it: characters that control a terminal are escaped."""
        return escape_controls(self.name)


def secrets_in(texts: Iterable[str]) -> tuple[Secret, ...]:
    """Return the secrets that the texts refer to, in order."""
    names = dict.fromkeys(_name(match) for text in texts if "$secrets" in text for match in _TAG.finditer(text))
    taken: set[str] = set()
    return tuple(Secret(name, _variable(name, taken)) for name in names)


def secret_pieces(text: str, secrets: Iterable[Secret]) -> Iterator[str | Secret]:
    """Yield the text in pieces: literal text and references to `secrets`."""
    known = {secret.name: secret for secret in secrets}
    last = 0
    for match in _TAG.finditer(text) if "$secrets" in text else ():
        if secret := known.get(_name(match)):
            yield text[last : match.start()]
            yield secret
            last = match.end()
    yield text[last:]


def _name(tag: re.Match[str]) -> str:
    return _INDEX.sub(r".\1", tag[1]).removeprefix("$")


def _variable(name: str, taken: set[str]) -> str:
    tail = re.sub(r"[^A-Za-z0-9]+", "_", name.removeprefix("secrets")).strip("_")
    base = f"PAI_SECRET_{tail}" if tail else "PAI_SECRETS"
    variable, number = base, 1
    while variable in taken:
        number += 1
        variable = f"{base}_{number}"
    taken.add(variable)
    return variable

"""Secrets that commands name: asked for when the job starts, in none of its files."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

_TAG = re.compile(r"<%([^\S\n]*(\$secrets(?:[.\[](?:(?!%>).){0,200}?)?)[^\S\n]*)%>")
"""What OpenPAI's runtime fills in: it looks at the rendered text, so a parameter's value may hold it too."""
_INDEX = re.compile(r"\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that only whoever runs the job knows."""

    name: str
    """As the protocol refers to it, without the dollar: `secrets.registry.password`."""
    variable: str
    """The environment variable that holds it when the job starts: `PAI_SECRET_registry_password`."""
    spellings: tuple[str, ...]
    """What stands between `<%` and `%>` where it is named, white space included."""


def secrets_in(texts: Iterable[str]) -> tuple[Secret, ...]:
    """Return the secrets that any of the texts names, in order."""
    spellings: dict[str, dict[str, None]] = {}
    for text in texts:
        for inner, name in _TAG.findall(text) if "$secrets" in text else ():
            spellings.setdefault(_INDEX.sub(r".\1", name), {})[inner] = None
    taken: set[str] = set()
    return tuple(
        Secret(name.removeprefix("$"), _variable(name, taken), tuple(found)) for name, found in spellings.items()
    )


def asking(secrets: Iterable[Secret]) -> str:
    """Return shell lines (bash or zsh) that ask for each secret that the environment does not hold, unseen."""
    lines = [line for secret in secrets for line in ask(secret.variable, secret.name, hidden=True)]
    # In braces: the shell reads all of it before it runs any, so that a question never reads the pasted next line.
    return "\n".join(["{", *(f"  {line}" for line in lines), "}", ""])


def ask(variable: str, question: str, *, hidden: bool = False) -> list[str]:
    """Return shell lines that fill and export an environment variable, asking only if it is not set yet."""
    read = f"IFS= read -r -s {variable}; echo" if hidden else f"IFS= read -r {variable}"
    return [
        f"[ -n \"${{{variable}+set}}\" ] || {{ printf '%s: ' {shlex.quote(question)}; {read}; }}",
        f"export {variable}",
    ]


def _variable(name: str, taken: set[str]) -> str:
    tail = re.sub(r"[^A-Za-z0-9]+", "_", name.removeprefix("$secrets")).strip("_")
    base = f"PAI_SECRET_{tail}" if tail else "PAI_SECRETS"
    variable, number = base, 1
    while variable in taken:
        number += 1
        variable = f"{base}_{number}"
    taken.add(variable)
    return variable

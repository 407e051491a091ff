"""The entry script: what a container of a task role runs, with the semantics of the OpenPAI runtime.

The runtime first runs the pre-commands of each plugin, each plugin a bash script of its own; then the rendered
entrypoint as one bash script under errexit, nounset and pipefail; after success the plugins' post-commands in reverse
order. A failure ends the container with its status. Secrets are filled in last, where the text names them.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.entrypoint import scope
from paicatalog.reproduce.code import Code, joined, literal, plain
from paicatalog.reproduce.heredoc import heredoc
from paicatalog.reproduce.plugin import plugins
from paicatalog.reproduce.plugin_script import post_script, pre_script
from paicatalog.reproduce.secret import Secret, secrets_in

STRICT = "set -o errexit -o nounset -o pipefail"
_WORK_DIR = 'export PAI_WORK_DIR="${PAI_WORK_DIR-$PWD}"'


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry script of one task role; the same for all its instances."""

    script: Code
    """For bash 3.2 and later. Runs in the folder the container starts in."""
    secrets: tuple[Secret, ...] = ()
    """What the environment must hold when it starts; the commands do not find it there."""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    code: Code
    strict: bool = False


def entry_script(data: Mapping[str, Any], role: str, commands: Code) -> Entry:
    """Return the entry script of a role of a valid job, whose rendered entrypoint is `commands`."""
    parts = _parts(data, role, commands)
    texts = [plain(part.code) for part in parts]
    secrets = secrets_in(texts)
    head = f"#!/usr/bin/env bash\n{STRICT}\n"
    if any("PAI_WORK_DIR" in text for text in texts):
        head += f"{_WORK_DIR}\n"
    if len(parts) == 1 and not secrets:
        return Entry(joined(head, "\n", commands))
    return Entry(joined(head, "\n", _in_turn(parts, secrets)), secrets)


def _parts(data: Mapping[str, Any], role: str, commands: Code) -> list[_Part]:
    names, used = scope(data, role), plugins(data, role)
    before = [code for plugin in used if (code := pre_script(plugin, names))]
    after = [code for plugin in reversed(used) if (code := post_script(plugin, names))]
    return [
        *(_Part(f"before-{number}", code) for number, code in enumerate(before, 1)),
        _Part("commands", commands, strict=True),
        *(_Part(f"after-{number}", code) for number, code in enumerate(after, 1)),
    ]


def _in_turn(parts: list[_Part], secrets: tuple[Secret, ...]) -> Code:
    """Write each part into a folder that nobody else can read, then run them one after the other."""
    write = "put " if secrets else "cat >"
    files = [
        heredoc(f'{write}"$folder/{part.name}.sh"', part.code, delimiter=part.name.upper().replace("-", "_"))
        for part in parts
    ]
    runs = "".join(f'bash {_OPTIONS if part.strict else ""}"$folder/{part.name}.sh"\n' for part in parts)
    forget = f"unset {' '.join(secret.variable for secret in secrets)}\n" if secrets else ""
    return joined(_FOLDER, _filling(secrets), "\n", *files, forget, "\n", literal(runs))


_OPTIONS = STRICT.removeprefix("set ") + " "
_FOLDER = "folder=$(mktemp -d)\ntrap 'rm -rf \"$folder\"' EXIT\n"


def _filling(secrets: tuple[Secret, ...]) -> str:
    """Return the function `put FILE`, which writes its input with each secret where it is named.

    It goes over the text once: what a secret holds is never looked at, and no pattern is ever made of it.
    """
    if not secrets:
        return ""
    needed = "".join(
        f': "${{{secret.variable}?holds no value: set it to {_shown(secret.name)}}}"\n' for secret in secrets
    )
    cases = "".join(
        f"        {'|'.join(map(_pattern, secret.spellings))}) filled+=$before${secret.variable} ;;\n"
        for secret in secrets
    )
    return needed + _PUT.replace("CASES\n", cases)


def _pattern(spelling: str) -> str:
    """Return a shell pattern that matches a spelling such as ` $secrets.a ` and nothing else."""
    blank, _, name = spelling.partition("$")
    return (shlex.quote(blank) if blank else "") + "[$]" + shlex.quote(name)


def _shown(name: str) -> str:
    """Return a secret's name without what means something to bash within double quotes."""
    return "".join(char if char.isalnum() or char in "._-" else "_" for char in name)


_PUT = """\

put() {
  local line filled before tag
  while IFS= read -r line; do
    filled=''
    while [[ $line == *'<%'*'%>'* ]]; do
      before=${line%%'<%'*}
      line=${line:${#before}+2}
      tag=${line%%'%>'*}
      case $tag in
CASES
        *)
          filled+="$before<%"
          continue
          ;;
      esac
      line=${line:${#tag}+2}
    done
    printf '%s\\n' "$filled$line"
  done >"$1"
}
"""

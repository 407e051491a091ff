"""The entry script, which the containers of a task role run, with the semantics of the OpenPAI runtime.

The runtime first runs the pre-commands of the plugins, as one bash script per plugin; then the rendered entrypoint, as
one bash script under errexit, nounset and pipefail; and after success the plugins' post-commands, in reverse order. A
failure ends the container with its status. Parameters and secrets are shell variables here, so that they can be set
when the job starts, and so that bash reads no value as a command but those in the job's file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.protocol.template.entrypoint import scope
from paicatalog.reproduce.job.commands.variables import with_variables
from paicatalog.reproduce.job.parameter import Parameter, assignment_lines, is_parameter, parameters_in
from paicatalog.reproduce.job.plugin import plugins
from paicatalog.reproduce.job.plugin_script import post_script, pre_script
from paicatalog.reproduce.job.secret import Secret, secrets_in
from paicatalog.reproduce.job.ssh_plugin import KEY_VARIABLE
from paicatalog.reproduce.shell.code import Code, joined, literal, plain
from paicatalog.reproduce.shell.heredoc import heredoc

STRICT = "set -o errexit -o nounset -o pipefail"
_WORK_DIR = 'export PAI_WORK_DIR="${PAI_WORK_DIR-$PWD}"\n'
_OPTIONS = STRICT.removeprefix("set ") + " "
_FOLDER = "folder=$(mktemp -d)\ntrap 'rm -rf \"$folder\"' EXIT\n"
_SERVER_FOLDER = """\
folder=$(mktemp -d)
end() {
  [ ! -s "$folder/sshd.pid" ] || kill "$(cat "$folder/sshd.pid")" 2>/dev/null || true
  rm -rf "$folder"
}
trap end EXIT
"""


@dataclass(frozen=True, slots=True)
class EntryScript:
    """The entry script of one task role, shared by all its instances."""

    script: Code
    """For bash 3.2 and later. It runs in the container's initial working directory."""
    secrets: tuple[Secret, ...] = ()
    """Secrets that must be set in its environment. They are not in the environment of the commands."""
    parameters: tuple[Parameter, ...] = ()
    """Parameters that its environment can override, except those that are `fixed`."""
    text: frozenset[Parameter] = frozenset()
    """Parameters whose own value is text that bash reads, whereas an override is data."""
    fixed: frozenset[Parameter] = frozenset()
    """Parameters that must have the job's own value, because bash reads the commands differently with it."""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    code: Code
    strict: bool = False
    extra_variable: str = ""
    """A variable of the entry script that only this part gets."""


def entry_scripts(
    data: Mapping[str, Any], commands: Mapping[str, Code], *, overrides: Mapping[str, object] | None = None
) -> Mapping[str, EntryScript]:
    """Return role -> entry script for a valid job. `commands` is role -> rendered entrypoint.

    `overrides` is parameter -> value. Unlike the job's own values, an override cannot refer to a secret. A parameter
    or secret has the same variable in all scripts.
    """
    parts = {role: _parts(data, role, code) for role, code in commands.items()}
    codes = [part.code for listed in parts.values() for part in listed]
    secrets = secrets_in(map(plain, codes))
    parameters = parameters_in(codes, data, overrides or {}, secrets)
    return {role: _entry(listed, parameters, secrets) for role, listed in parts.items()}


def _parts(data: Mapping[str, Any], role: str, commands: Code) -> list[_Part]:
    names, used = scope(data, role), plugins(data, role)
    before = [(plugin, code) for plugin in used if (code := pre_script(plugin, names))]
    after = [code for plugin in reversed(used) if (code := post_script(plugin, names))]
    return [
        *(
            _Part(f"before-{number}", code, extra_variable=KEY_VARIABLE if plugin.name == "ssh" else "")
            for number, (plugin, code) in enumerate(before, 1)
        ),
        _Part("commands", commands, strict=True),
        *(_Part(f"after-{number}", code) for number, code in enumerate(after, 1)),
    ]


def _entry(parts: list[_Part], all_parameters: Sequence[Parameter], all_secrets: Sequence[Secret]) -> EntryScript:
    references = {segment.reference for part in parts for segment in part.code if is_parameter(segment)}
    parameters = tuple(parameter for parameter in all_parameters if parameter.reference in references)
    own = {secret.name for secret in secrets_in(plain(part.code) for part in parts)}
    secrets = tuple(secret for secret in all_secrets if secret.name in own)
    work = _WORK_DIR if any("PAI_WORK_DIR" in plain(part.code) for part in parts) else ""
    needed = "".join(f': "${{{each.variable}?{_missing_message(each)}}}"\n' for each in secrets)
    commands = [with_variables(part.code, parameters, secrets) for part in parts]
    text = frozenset[Parameter]().union(*(found.text for found in commands))
    fixed = frozenset[Parameter]().union(*(found.fixed for found in commands))
    kept = text | fixed
    values = joined(
        needed,
        *assignment_lines(parameters, kept=kept),
        "".join(_check_line(each) for each in parameters if each in fixed),
    )
    scripts = [replace(part, code=literal(found.script)) for part, found in zip(parts, commands, strict=True)]
    variables = [
        *(each.own_variable for each in parameters if each in kept),
        *(each.script_variable for each in parameters),
    ]
    body = _single_part(scripts[0], secrets) if len(parts) == 1 else _part_sequence(scripts, variables, secrets)
    start = f"#!/usr/bin/env bash\n{STRICT}\n{work}"
    return EntryScript(joined(start, values, "\n", body), secrets, parameters, text, fixed)


def _check_line(parameter: Parameter) -> str:
    """Return the line that ends the script if a parameter that is fixed has another value."""
    words = f"{parameter.variable} cannot be replaced: the commands around it depend on it."
    return f'[ "${parameter.script_variable}" = "${parameter.own_variable}" ] || {{ echo \'{words}\' >&2; exit 1; }}\n'


def _missing_message(secret: Secret) -> str:
    """Return an error message that is safe between double quotes in bash."""
    shown = "".join(char if char.isalnum() or char in "._-" else "_" for char in secret.name)
    return f"holds no value: set it to {shown}"


def _single_part(part: _Part, secrets: Sequence[Secret]) -> Code:
    return joined(_unexport_line([each.variable for each in secrets]), part.code)


def _part_sequence(parts: list[_Part], variables: Sequence[str], secrets: Sequence[Secret]) -> Code:
    """Return the lines that write the parts, which need `variables`, into a private folder and run them in order."""
    exports = f"export {' '.join(variables)}\n" if variables else ""
    unexport_line = literal(_unexport_line([*variables, *(each.variable for each in secrets)]))
    files = [
        heredoc(
            f'cat >"$folder/{part.name}.sh"',
            joined(unexport_line, part.code),
            delimiter=part.name.upper().replace("-", "_"),
        )
        for part in parts
    ]
    runs = "".join(map(_run_line, parts))
    return joined(exports, _folder_lines(parts), "\n", *files, "\n", literal(runs))


def _run_line(part: _Part) -> str:
    assignment = f'{part.extra_variable}="${{{part.extra_variable}-}}" ' if part.extra_variable else ""
    return f'{assignment}bash {_OPTIONS if part.strict else ""}"$folder/{part.name}.sh"\n'


def _folder_lines(parts: Iterable[_Part]) -> str:
    """Return the lines that create a folder for the parts and, on exit, remove it and stop the SSH server, if any."""
    if not any(part.extra_variable for part in parts):
        return _FOLDER
    return f"export -n {KEY_VARIABLE}\n{_SERVER_FOLDER}"


def _unexport_line(names: Sequence[str]) -> str:
    """Return the line that keeps variables out of the environment of the programs that the commands start."""
    return f"export -n {' '.join(names)}\n" if names else ""

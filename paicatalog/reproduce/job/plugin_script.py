"""The bash scripts that a plugin runs in the container before and after the user's commands."""

import shlex
from collections.abc import Callable, Mapping
from typing import Any

from paicatalog.protocol.template.render import OPEN, TemplateError, render_template, trim
from paicatalog.reproduce.job.plugin import Plugin
from paicatalog.reproduce.job.ssh_plugin import public_keys, ssh_script, starts_server
from paicatalog.reproduce.shell.code import Code, joined, literal
from paicatalog.reproduce.shell.heredoc import heredoc

GIT_FOLDER = "/usr/local/pai/code"
"""The folder that the git plugin clones into, before it moves the files to `clone_dir`, if any."""
GIT_VARIABLE = "PAI_GIT_FOLDER"
"""The environment variable that overrides this folder, for platforms on which it is not writable."""
TASK_STARTS, TASK_SUCCEEDS = "taskStarts", "taskSucceeds"

_NO_GIT = "The git plugin needs git, which this image does not have: take an image with git."

_READ_ARGUMENTS = 'while IFS= read -r argument; do set -- "$@" "$argument"; done'

Scope = Mapping[str, object]
"""The names that templates may use, as returned by `protocol.template.entrypoint.scope`."""


def pre_script(plugin: Plugin, scope: Scope) -> Code | None:
    """Return the script of a plugin's pre-commands; None if it has none or is unknown."""
    make_script = _PRE_SCRIPTS.get(plugin.name)
    return make_script(plugin, scope) if make_script else None


def post_script(plugin: Plugin, scope: Scope) -> Code | None:
    """Return the script of a plugin's post-commands; None if it has none or is unknown."""
    return _cmd(plugin, scope, TASK_SUCCEEDS, "postCommands") if plugin.name == "cmd" else None


def _cmd(plugin: Plugin, scope: Scope, event: str, key: str) -> Code | None:
    callbacks = plugin.parameters.get("callbacks")
    if isinstance(callbacks, list):
        matching = [item for item in callbacks if isinstance(item, dict) and item.get("event") == event]
        commands = [command for item in matching for command in _strings(item.get("commands"))]
    else:
        commands = _strings(plugin.parameters.get(key))
    return _script(plugin, [_rendered(command, scope) for command in commands]) if commands else None


def _git(plugin: Plugin, scope: Scope) -> Code | None:
    repository = plugin.parameters.get("repo_uri")
    if not isinstance(repository, str):
        return None
    # The arguments come from a here-document, so that a parameter or a secret is always one argument.
    arguments = [
        literal(word) for option in _strings(plugin.parameters.get("options")) for word in _split_option(option)
    ]
    arguments += [literal("--"), _rendered(repository, scope)]
    listed = joined(*(joined(argument, "\n") for argument in arguments))
    lines = [
        literal(f"command -v git >/dev/null || {{ echo {shlex.quote(_NO_GIT)} >&2; exit 127; }}"),
        literal(f"code=${{{GIT_VARIABLE}:-{GIT_FOLDER}}}"),
        literal("set -- clone"),
        joined(heredoc(_READ_ARGUMENTS, listed, delimiter="ARGUMENTS"), 'git "$@" "$code"'),
    ]
    folder = plugin.parameters.get("clone_dir")
    if isinstance(folder, str):
        # Without quotes, as in the runtime, so that `$HOME/code` works.
        target = _rendered(folder, scope)
        lines += [joined("mkdir -p ", target), joined('mv -f "$code"/* ', target)]
    return _script(plugin, lines)


def _ssh(plugin: Plugin, scope: Scope) -> Code | None:
    if not starts_server(plugin):
        return None
    return _script(plugin, [ssh_script(plugin, _rendered(public_keys(plugin), scope))])


_PRE_SCRIPTS: Mapping[str, Callable[[Plugin, Scope], Code | None]] = {
    "cmd": lambda plugin, scope: _cmd(plugin, scope, TASK_STARTS, "preCommands"),
    "git": _git,
    "ssh": _ssh,
}
KNOWN_PLUGINS = frozenset(_PRE_SCRIPTS)


def _script(plugin: Plugin, commands: list[Code]) -> Code:
    """Return the commands between the `set` commands of the runtime's `plugin_utils.py`."""
    first, last = ("set +o errexit\n", "set -o errexit\n") if plugin.ignores_failure else ("set -o errexit\n", "")
    return joined(first, *(joined(command, "\n") for command in commands), last)


def _rendered(text: str, scope: Scope) -> Code:
    if OPEN not in text:
        return literal(text)
    try:
        return trim(render_template(text, scope))
    except TemplateError:
        return literal(text)


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _split_option(option: str) -> list[str]:
    try:
        return shlex.split(option)
    except ValueError:
        return [option]

"""The parameters that OpenPAI's runtime plugins read.

Source: the plugins' own `init.py` in the OpenPAI runtime, and the REST server for `teamwise_storage`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.place import Pointer
from paicatalog.protocol.template.parser import OPEN
from paicatalog.rules.document_parts import is_whole_number, plugins, prerequisites
from paicatalog.rules.wording import near

_MOST_PORTS = 65_535


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a plugin."""

    kind: str
    """The expected type in words: "a list of texts"."""
    example: str
    """A value to write."""
    fits: Callable[[object], bool]
    required: bool = False


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_port(value: object) -> bool:
    return (is_whole_number(value) and 0 < value <= _MOST_PORTS) or _is_template(value)


def _is_duration(value: object) -> bool:
    return (
        (is_whole_number(value) and value >= 0) or (isinstance(value, str) and value.isdecimal()) or _is_template(value)
    )


def _is_template(value: object) -> bool:
    return isinstance(value, str) and OPEN in value


def _are_folders(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(item, str) for item in value.values())


def _anything(_: object) -> bool:
    return True


_SWITCH = Parameter("true or false", "true", _anything)  # The rule `malformed-plugin` checks the value.
PARAMETERS: Mapping[str, Mapping[str, Parameter]] = {
    "ssh": {
        "jobssh": _SWITCH,
        "sshbarrier": _SWITCH,
        "sshbarrierTimeout": Parameter("a number of minutes", "120", _is_duration),
        "userssh": Parameter("a mapping", "{type: custom, value: ssh-rsa ...}", lambda value: isinstance(value, dict)),
    },
    "teamwise_storage": {
        "storageConfigNames": Parameter("a list of texts", "[confignfs]", _are_texts, required=True),
    },
    "tensorboard": {
        "port": Parameter("the number of a port", "6006", _is_port),
        "logdir": Parameter("a mapping of names to folders", "{logs: /mnt/logs}", _are_folders),
    },
    "cmd": {
        "preCommands": Parameter("a list of texts", "[nvidia-smi]", _are_texts),
        "postCommands": Parameter("a list of texts", "[nvidia-smi]", _are_texts),
        "callbacks": Parameter("a list", "[{event: taskStarts, commands: [nvidia-smi]}]", _anything),
    },
    "git": {
        "repo_uri": Parameter("text", "https://github.com/me/code.git", _is_text, required=True),
        "options": Parameter("a list of texts", '["--depth=1"]', _are_texts),
        "clone_dir": Parameter("text", "/code", _is_text),
    },
}
"""Parameters by plugin and name. Other rules check that `jobssh`, `port` and `logdir` are present."""


def configured_plugins(job: Mapping[str, Any]) -> Iterator[tuple[Pointer, str, Mapping[str, Any]]]:
    """Yield (pointer of the parameters, name, parameters) of each known plugin below `extras` whose parameters are a
    mapping; {} if it has none. A misspelled name counts as the plugin that is meant."""
    for pointer, plugin in plugins(job):
        written, found = plugin.get("plugin"), plugin.get("parameters")
        name = written if written in list(PARAMETERS) else near(written, PARAMETERS)
        if name and not _is_misplaced(name, plugin):
            yield (*pointer, "parameters"), name, found or {}


def lacks(plugin: Mapping[str, Any], name: str) -> bool:
    """Return whether a plugin has no parameter `name`, not even misspelled: another rule reports that."""
    if _is_misplaced(plugin["plugin"], plugin):
        return False
    known, parameters = PARAMETERS[plugin["plugin"]], plugin.get("parameters") or {}
    unknown = [key for key in parameters if key not in known]
    return name not in parameters and len(unknown) != 1 and not any(near(key, known) == name for key in unknown)


def _is_misplaced(name: str, plugin: Mapping[str, Any]) -> bool:
    """Return whether the parameters are no mapping, or under another key or beside it: other rules report that."""
    if plugin.get("parameters") is not None:
        return not isinstance(plugin["parameters"], dict)
    return any(isinstance(value, dict) or key in PARAMETERS[name] for key, value in plugin.items())


def callback_lists(job: Mapping[str, Any]) -> Iterator[tuple[Pointer, object]]:
    """Yield (pointer, value) of each `callbacks`: of prerequisites, and of the plugin `cmd`."""
    for pointer, item in prerequisites(job):
        if "callbacks" in item:
            yield (*pointer, "callbacks"), item["callbacks"]
    for place, name, parameters in configured_plugins(job):
        if name == "cmd" and "callbacks" in parameters:
            yield (*place, "callbacks"), parameters["callbacks"]

"""What of a job only OpenPAI does: told wherever it runs in a plain container."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.place import Pointer
from paicatalog.reproduce.code import Code, plain
from paicatalog.reproduce.instructions import Untranslated
from paicatalog.reproduce.plugin import PLUGIN_KEY, Plugin, plugins
from paicatalog.reproduce.plugin_script import KNOWN_PLUGINS, STARTS, SUCCEEDS
from paicatalog.reproduce.resources import count, mapping

_OLD_VARIABLE = re.compile(r"\bPAI_(?:DATA_DIR|OUTPUT_DIR|CODE_DIR)\b")
_EXTRAS = {
    "hivedScheduler": "It tells OpenPAI's scheduler which GPUs to take; here it is those of this machine.",
    "jobStatusChangeNotification": "Nobody is told when the status changes: watch the output.",
}
_NO_MATTER = frozenset({PLUGIN_KEY, "paicatalog", "submitFrom", "gangAllocation", *_EXTRAS})
_PLUGINS = {
    "ssh": "No SSH server is started: `docker exec` gives a shell in the container.",
    "teamwise_storage": "OpenPAI mounts the team's storage {names}: mount a folder of your own in its place.",
    "tensorboard": "TensorBoard is not started: run `tensorboard --logdir` on the job's logs yourself.",
    "git": "OpenPAI clones before the container starts; here the container does, and its image needs git.",
}


def untranslated(data: Mapping[str, Any], role: str, commands: Code) -> Iterator[Untranslated]:
    """Yield what a container of `role`, whose rendered entrypoint is `commands`, does without."""
    yield from _of_plugins(data, role)
    yield from _of_extras(data)
    yield from _of_retries(data, role)
    yield from _of_completion(data, role)
    yield from _of_options(data, role)
    yield from _of_commands(role, commands)


def _of_commands(role: str, commands: Code) -> Iterator[Untranslated]:
    where = ("taskRoles", role, "commands")
    for variable in dict.fromkeys(_OLD_VARIABLE.findall(plain(commands))):
        why = "Only the first OpenPAI set it; the commands stop there unless you give it with `--env`."
        yield Untranslated(variable, where, why)
    names = dict.fromkeys(segment.reference for segment in commands if not segment.resolved)
    for name in names:
        if name and not name.startswith("$secrets"):
            why = "It has no value, so the commands run with the text as it stands: take the bundled job or set it."
            yield Untranslated(name, where, why)


def _of_plugins(data: Mapping[str, Any], role: str) -> Iterator[Untranslated]:
    for plugin in plugins(data, role):
        if plugin.name in _PLUGINS:
            yield Untranslated(f"plugin {plugin.name}", plugin.pointer, _plugin_words(plugin))
        elif plugin.name not in KNOWN_PLUGINS:
            why = "It is not known here what this plugin does, so it is left out."
            yield Untranslated(f"plugin {plugin.name}", plugin.pointer, why)
        else:
            yield from _of_callbacks(plugin)


def _plugin_words(plugin: Plugin) -> str:
    listed = plugin.parameters.get("storageConfigNames")
    names = ", ".join(map(str, listed)) if isinstance(listed, list) and listed else "that the user may use"
    return _PLUGINS[plugin.name].format(names=names)


def _of_callbacks(plugin: Plugin) -> Iterator[Untranslated]:
    listed = plugin.parameters.get("callbacks")
    for item in listed if isinstance(listed, list) else ():
        event = mapping(item).get("event")
        if event not in (STARTS, SUCCEEDS):
            why = f"The runtime knows the events {STARTS} and {SUCCEEDS} only; these commands never run."
            yield Untranslated(f"event {event}", plugin.pointer, why)


def _of_extras(data: Mapping[str, Any]) -> Iterator[Untranslated]:
    for key in mapping(data.get("extras")):
        if key in _EXTRAS:
            yield Untranslated(key, ("extras", key), _EXTRAS[key])
        elif key not in _NO_MATTER:
            yield Untranslated(str(key), ("extras", key), "It is not known here what this means, so it is left out.")
    if "virtualCluster" in mapping(data.get("defaults")):
        why = "It chooses a part of a cluster; here it is this machine."
        yield Untranslated("virtualCluster", ("defaults", "virtualCluster"), why)


def _of_retries(data: Mapping[str, Any], role: str) -> Iterator[Untranslated]:
    fields = mapping(mapping(data.get("taskRoles")).get(role))
    pairs: tuple[tuple[str, object, Pointer], ...] = (
        ("jobRetryCount", data.get("jobRetryCount"), ("jobRetryCount",)),
        ("taskRetryCount", fields.get("taskRetryCount"), ("taskRoles", role, "taskRetryCount")),
    )
    for feature, value, where in pairs:
        if times := count(value):
            why = f"OpenPAI tries again up to {_times(times)}; here, run the last step again."
            yield Untranslated(feature, where, why)


def _of_completion(data: Mapping[str, Any], role: str) -> Iterator[Untranslated]:
    completion = mapping(mapping(mapping(data.get("taskRoles")).get(role)).get("completion"))
    if completion.get("minFailedInstances") == -1:
        why = "OpenPAI never calls this job failed; here the status is that of its commands."
        yield Untranslated("completion", ("taskRoles", role, "completion", "minFailedInstances"), why)


def _of_options(data: Mapping[str, Any], role: str) -> Iterator[Untranslated]:
    options = mapping(mapping(mapping(data.get("taskRoles")).get(role)).get("extraContainerOptions"))
    for key in options:
        if key not in ("shmMB", "infiniband"):
            where = ("taskRoles", role, "extraContainerOptions", key)
            yield Untranslated(str(key), where, "It is no option of the protocol, so it is left out.")


def _times(number: int) -> str:
    return f"{number:,} time{'' if number == 1 else 's'}"

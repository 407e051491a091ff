"""Features of a job that a platform does not support or handles differently, with their place and the reason."""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import Any

from paicatalog.protocol.place import Pointer
from paicatalog.protocol.template.render import CLOSE, OPEN
from paicatalog.reproduce.instructions import Untranslated
from paicatalog.reproduce.job.capabilities import ALL, FUSE_DEVICE
from paicatalog.reproduce.job.parameter import Parameter
from paicatalog.reproduce.job.plan import Plan, TaskRole
from paicatalog.reproduce.job.plugin import PLUGIN_KEY, Plugin, plugins
from paicatalog.reproduce.job.plugin_script import KNOWN_PLUGINS, TASK_STARTS, TASK_SUCCEEDS
from paicatalog.reproduce.job.resources import mapping
from paicatalog.reproduce.job.ssh_plugin import starts_server
from paicatalog.reproduce.shell.code import plain


class Feature(Enum):
    """Features that only some platforms support."""

    SSH = "ssh between containers"
    JOB_RETRIES = "jobRetryCount"
    TASK_RETRIES = "taskRetryCount"
    COMPLETION = "completion"
    CAPABILITIES = "capabilities"
    FUSE = "FUSE"


_OLD_VARIABLE = re.compile(r"\bPAI_(?:DATA_DIR|OUTPUT_DIR|CODE_DIR)\b")
_LINE_NUMBER = re.compile(r"\bLINENO\b")
_INTERPRETER = re.compile(
    r"(?:^|[\s;&|(`])((?:ba|da|k|z)?sh(?:\s+-\w{1,20}){0,5}?\s+-\w{0,20}c(?=\s)|su\s[^\n]{0,80}?-c(?=\s)"
    r"|(?:eval|ssh|trap)(?=\s)|(?:ba|da|k|z)?sh(?=\s[^\n|;&]{0,80}<<))",
    re.MULTILINE,
)
"""Commands that run the text behind them as shell code: `bash -c`, `eval`, `ssh`, `bash <<EOF`."""
_PIPED_SHELL = re.compile(r"\|\s{0,20}((?:ba|da|k|z)?sh)\b")
"""A shell that runs what the commands before it print."""
VALUES_IN = "values in"
"""Begins the name of a feature that is a command which reads values as code."""
_UNSUPPORTED_EXTRAS = {
    "hivedScheduler": "It tells OpenPAI's scheduler which GPUs to take; here, the platform chooses.",
    "jobStatusChangeNotification": "Nobody is told when the status changes: watch the output.",
}
_MOUNT = "Mount a folder of your own in its place, or let the commands use another path."
_KNOWN_EXTRAS = frozenset({PLUGIN_KEY, "paicatalog", "storages", "submitFrom", "gangAllocation", *_UNSUPPORTED_EXTRAS})
_DEFAULT_COMPLETION = {("minFailedInstances", 1), ("minSucceededInstances", 1)}
"""The policies that a single container meets anyway."""
_UNSUPPORTED_PLUGINS = {
    "ssh": "No SSH server is started: nobody can log in, and containers cannot reach each other that way.",
    "teamwise_storage": "OpenPAI mounts the team's storage {names}: mount a folder of your own in its place.",
    "tensorboard": "TensorBoard is not started: run `tensorboard --logdir` on the job's logs yourself.",
    "git": "OpenPAI clones before the container starts; here the container does, and its image needs git.",
}


def untranslated(plan: Plan, *, supported: Collection[Feature] = ()) -> tuple[Untranslated, ...]:
    """Return the features of a job that a platform does not support, without duplicates, in the order of the file.

    `supported` are the optional features that the platform supports.
    """
    found = dict.fromkeys(each for role in plan.roles for each in _role_features(plan.data, role, supported))
    found |= dict.fromkeys(_job_features(plan, supported))
    return tuple(found)


def _role_features(data: Mapping[str, Any], role: TaskRole, supported: Collection[Feature]) -> Iterator[Untranslated]:
    yield from _plugin_features(data, role.name, supported)
    if Feature.TASK_RETRIES not in supported:
        yield from _retry_features("taskRetryCount", role.retries, ("taskRoles", role.name, "taskRetryCount"))
    if Feature.COMPLETION not in supported:
        yield from _completion_features(data, role.name)
    yield from _option_features(data, role.name)
    yield from _command_features(role)
    yield from _interpreter_features(data, role.name)
    yield from _right_features(role, supported)


def _job_features(plan: Plan, supported: Collection[Feature]) -> Iterator[Untranslated]:
    yield from _extras_features(plan.data)
    if Feature.JOB_RETRIES not in supported:
        yield from _retry_features("jobRetryCount", plan.retries, ("jobRetryCount",))


def _command_features(role: TaskRole) -> Iterator[Untranslated]:
    where = ("taskRoles", role.name, "commands")
    for variable in dict.fromkeys(_OLD_VARIABLE.findall(plain(role.commands))):
        why = "Only the first OpenPAI set it: the commands stop there unless you put it into the entry script."
        yield Untranslated(variable, where, why)
    for parameter in role.entry.parameters:
        if why := _parameter_reason(parameter, role):
            yield Untranslated(parameter.reference, where, why)
    for secret in role.entry.secrets:
        why = "On OpenPAI, the shell expands what it contains. Here it is inserted without expansion."
        yield Untranslated(f"${secret.name}", where, why)
    if _LINE_NUMBER.search(plain(role.commands)):
        yield Untranslated("LINENO", where, f"Lines are numbered as in {role.script.name}, which has some of its own.")


def _interpreter_features(data: Mapping[str, Any], role: str) -> Iterator[Untranslated]:
    """Yield the commands in which a value that is given at the start is read as code, as by `bash -c`."""
    for index, command in enumerate(mapping(mapping(data.get("taskRoles")).get(role)).get("commands", ())):
        if name := _interpreter_of_values(command):
            why = "It reads values as code, also those given at the start: give only values that you trust."
            yield Untranslated(f"{VALUES_IN} {name}", ("taskRoles", role, "commands", index), why)


def _interpreter_of_values(command: str) -> str:
    """Return the program that runs text with a parameter as shell code, as it is written; "" if there is none."""
    if (found := _INTERPRETER.search(command)) and "$parameters." in command[found.end() :]:
        return " ".join(found[1].split())
    if (piped := _PIPED_SHELL.search(command)) and "$parameters." in command[: piped.start()]:
        return piped[1]
    return ""


def _right_features(role: TaskRole, supported: Collection[Feature]) -> Iterator[Untranslated]:
    """Yield the rights of OpenPAI's containers that the commands need and that the platform does not give."""
    where = ("taskRoles", role.name, "commands")
    if role.mounts and Feature.CAPABILITIES not in supported:
        why = (
            f"The commands mount a file system, which needs rights that OpenPAI's containers have ({', '.join(ALL)}). "
            "Here they do not have them: mount it on the machine first, and remove the command."
        )
        yield Untranslated("capabilities", where, why)
    elif role.fuse and Feature.FUSE not in supported:
        why = f"OpenPAI's containers have {FUSE_DEVICE}. Here a device plugin of the cluster has to provide it."
        yield Untranslated("FUSE", where, why)


def _parameter_reason(parameter: Parameter, role: TaskRole) -> str:
    """Return what is different about a parameter; "" if nothing is."""
    if parameter.text == f"{OPEN} {parameter.reference} {CLOSE}":
        return f"It has no value: give it one in the job's file, or when you run it in `{parameter.variable}`."
    if parameter in role.entry.fixed:
        return "The shell reads its value together with the text around it: change it in the job's file, not here."
    if parameter in role.entry.text:
        return (
            "The shell expands the job's own value, as on OpenPAI. A value given at the start is inserted unexpanded."
        )
    return ""


def _plugin_features(data: Mapping[str, Any], role: str, supported: Collection[Feature]) -> Iterator[Untranslated]:
    for plugin in plugins(data, role):
        if plugin.name == "ssh" and (Feature.SSH in supported or not starts_server(plugin)):
            continue
        if plugin.name in _UNSUPPORTED_PLUGINS:
            yield Untranslated(f"plugin {plugin.name}", plugin.pointer, _plugin_reason(plugin))
        elif plugin.name not in KNOWN_PLUGINS:
            why = "It is not known here what this plugin does, so it is left out."
            yield Untranslated(f"plugin {plugin.name}", plugin.pointer, why)
        else:
            yield from _callback_features(plugin)


def _plugin_reason(plugin: Plugin) -> str:
    listed = plugin.parameters.get("storageConfigNames")
    names = ", ".join(map(str, listed)) if isinstance(listed, list) and listed else "that the user may use"
    return _UNSUPPORTED_PLUGINS[plugin.name].format(names=names)


def _callback_features(plugin: Plugin) -> Iterator[Untranslated]:
    listed = plugin.parameters.get("callbacks")
    for item in listed if isinstance(listed, list) else ():
        event = mapping(item).get("event")
        if event not in (TASK_STARTS, TASK_SUCCEEDS):
            why = f"The runtime knows the events {TASK_STARTS} and {TASK_SUCCEEDS} only; these commands never run."
            yield Untranslated(f"event {event}", plugin.pointer, why)


def _storage_features(extras: Mapping[str, Any]) -> Iterator[Untranslated]:
    """Yield the storages that OpenPAI mounts (REST server, `k8s.js` lines 598-616 and 1064-1076)."""
    listed = extras.get("storages")
    if listed == []:
        yield Untranslated("storages", ("extras", "storages"), "OpenPAI mounts the user's default storages. " + _MOUNT)
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if name := mapping(item).get("name"):
            path = mapping(item).get("mountPath") or f"/mnt/{name}"
            why = f"OpenPAI mounts the storage {name} at {path}. {_MOUNT}"
            yield Untranslated("storages", ("extras", "storages", index), why)


def _extras_features(data: Mapping[str, Any]) -> Iterator[Untranslated]:
    yield from _storage_features(mapping(data.get("extras")))
    for key in mapping(data.get("extras")):
        if key in _UNSUPPORTED_EXTRAS:
            yield Untranslated(key, ("extras", key), _UNSUPPORTED_EXTRAS[key])
        elif key not in _KNOWN_EXTRAS:
            yield Untranslated(str(key), ("extras", key), "It is not known here what this means, so it is left out.")
    if "virtualCluster" in mapping(data.get("defaults")):
        why = "It chooses a part of an OpenPAI cluster, which means nothing here."
        yield Untranslated("virtualCluster", ("defaults", "virtualCluster"), why)


def _retry_features(feature: str, times: int, where: Pointer) -> Iterator[Untranslated]:
    if times:
        why = f"OpenPAI tries again up to {_times(times)}; here, run it again yourself."
        yield Untranslated(feature, where, why)


def _completion_features(data: Mapping[str, Any], role: str) -> Iterator[Untranslated]:
    completion = mapping(mapping(mapping(data.get("taskRoles")).get(role)).get("completion"))
    for key, value in completion.items():
        if value is not None and (key, value) not in _DEFAULT_COMPLETION:
            why = "It says when OpenPAI calls the job failed or done; here the status is that of its commands."
            yield Untranslated("completion", ("taskRoles", role, "completion", key), why)


def _option_features(data: Mapping[str, Any], role: str) -> Iterator[Untranslated]:
    options = mapping(mapping(mapping(data.get("taskRoles")).get(role)).get("extraContainerOptions"))
    for key in options:
        if key not in ("shmMB", "infiniband"):
            where = ("taskRoles", role, "extraContainerOptions", key)
            yield Untranslated(str(key), where, "It is no option of the protocol, so it is left out.")


def _times(number: int) -> str:
    return f"{number:,} time{'' if number == 1 else 's'}"

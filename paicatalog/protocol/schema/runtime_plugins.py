"""The schema of `com.microsoft.pai.runtimeplugin` in `extras`: for editors, which suggest plugins and their parameters.

Validation accepts any value; the rules of the group `plugins` know what is probably wrong.
"""

from collections.abc import Mapping
from typing import Any

from paicatalog.protocol.schema.fields import Schema, suggestions


def _parameter(title: str, description: str, example: Any) -> Schema:
    return {"title": title, "description": description, "examples": [example]}


_PLUGINS: Mapping[str, tuple[str, Mapping[str, Schema]]] = {
    "ssh": (
        "SSH into the containers, and between them.",
        {
            "jobssh": _parameter("SSH within the job", "Whether the containers reach each other by SSH.", True),
            "sshbarrier": _parameter("SSH barrier", "Whether the commands wait until all containers answer.", True),
            "sshbarrierTimeout": _parameter("Barrier timeout", "How many minutes they wait.", 120),
            "userssh": _parameter(
                "User's SSH", "The public key that may log in.", {"type": "custom", "value": "ssh-rsa"}
            ),
        },
    ),
    "teamwise_storage": (
        "Mounts the storage of the user's groups.",
        {"storageConfigNames": _parameter("Storages", "The names of the storages to mount.", ["confignfs"])},
    ),
    "tensorboard": (
        "Runs TensorBoard beside the job.",
        {
            "port": _parameter("Port", "The port that it listens on.", 6006),
            "logdir": _parameter("Log folders", "Names, each with the folder of its logs.", {"logs": "/mnt/logs"}),
        },
    ),
    "cmd": (
        "Runs commands before and after those of the task role.",
        {
            "preCommands": _parameter("First commands", "Commands that run first.", ["nvidia-smi"]),
            "postCommands": _parameter("Last commands", "Commands that run after success.", ["nvidia-smi"]),
            "callbacks": _parameter(
                "Callbacks", "Commands for an event.", [{"event": "taskStarts", "commands": ["nvidia-smi"]}]
            ),
        },
    ),
    "git": (
        "Clones a Git repository into the container.",
        {
            "repo_uri": _parameter("Repository", "The URL to clone from.", "https://github.com/me/code.git"),
            "options": _parameter("Options", "Options of `git clone`.", ["--depth=1"]),
            "clone_dir": _parameter("Folder", "Where to clone to; `/usr/local/pai/code` if not given.", "/code"),
        },
    ),
}
"""Plugin -> its description and its parameters. Source: the plugins of the OpenPAI runtime."""


def _parameters_of(name: str, parameters: Mapping[str, Schema]) -> Schema:
    condition = {"required": ["plugin"], "properties": {"plugin": {"const": name}}}
    described = {"title": "Parameters", "description": f"The parameters of `{name}`.", "properties": dict(parameters)}
    return {"if": condition, "then": {"properties": {"parameters": described}}}


RUNTIME_PLUGINS: Schema = {
    "title": "Runtime plugins",
    "description": "Plugins of the runtime: `plugin`, `parameters`, `failurePolicy`, `taskroles`.",
    "items": {
        "title": "Plugin",
        "description": "A plugin with its parameters.",
        "properties": {
            "plugin": suggestions("Name", "The plugin.", {name: said for name, (said, _) in _PLUGINS.items()}),
            "parameters": _parameter("Parameters", "The parameters of the plugin.", {"jobssh": True}),
            "failurePolicy": suggestions(
                "Failure policy",
                "What happens if the plugin fails.",
                {"fail": "The task fails.", "ignore": "The task goes on without it."},
            ),
            "taskroles": {
                "title": "Task roles",
                "description": "The task roles that it runs in; all if not given.",
                "examples": [["worker"]],
            },
        },
        "allOf": [_parameters_of(name, parameters) for name, (_, parameters) in _PLUGINS.items()],
    },
    "examples": [[{"plugin": "ssh", "parameters": {"jobssh": True}}]],
}

"""The schemas of the four types that jobs depend on: script, output, data and dockerimage."""

from paicatalog.protocol.component_type import PREREQUISITE_TYPES, ComponentType
from paicatalog.protocol.schema.fields import (
    CONTRIBUTOR,
    DESCRIPTION,
    NAME,
    PROTOCOL_VERSION,
    VERSION,
    Schema,
    constant,
    text,
    texts,
)

_TITLES = {
    ComponentType.SCRIPT: ("Script", "Code that a job runs."),
    ComponentType.OUTPUT: ("Output", "Where a job leaves what it makes: a model, logs, predictions."),
    ComponentType.DATA: ("Data", "A data set that a job reads."),
    ComponentType.DOCKERIMAGE: ("Docker image", "The environment that a job runs in."),
}

_URIS: dict[ComponentType, Schema] = {
    ComponentType.SCRIPT: text(
        "URI", "Where the code is: a repository or an archive.", "https://github.com/pytorch/examples"
    ),
    ComponentType.OUTPUT: text("URI", "Where the result is kept.", "hdfs://10.0.0.1:9000/models/mnist"),
    ComponentType.DATA: texts(
        "URIs",
        "Where the data is; a list, since a data set may have several parts.",
        ["https://example.com/mnist.tar.gz"],
    ),
    ComponentType.DOCKERIMAGE: text(
        "URI",
        "The image as `docker pull` takes it, tag included.",
        "openpai/standard:python_3.6-pytorch_1.2.0-gpu",
    ),
}

_AUTH: Schema = {
    "title": "Registry login",
    "description": "For a private registry. Refer to secrets, never write them here.",
    "type": "object",
    "properties": {
        "username": text("User name", "The registry's user.", "<% $secrets.user %>"),
        "password": text("Password", "A reference to a secret.", "<% $secrets.password %>"),
        "registryuri": text("Registry", "The registry's address.", "registry.example.com"),
    },
    "examples": [{"username": "<% $secrets.user %>", "password": "<% $secrets.password %>"}],
}

_RUNTIME: dict[str, Schema] = {
    "plugin": text("Plugin", "The runtime plugin that provides it.", "com.microsoft.pai.runtimeplugin.cmd"),
    "require": texts("Requirements", "Names of prerequisites that come before this one.", ["install-git"]),
    "callbacks": {
        "title": "Callbacks",
        "description": "What the plugin runs: `event` is taskStarts or taskSucceeds, with `commands`.",
        "examples": [[{"event": "taskStarts", "commands": ["git clone https://github.com/pytorch/examples"]}]],
    },
    "failurePolicy": {
        "title": "Failure policy",
        "description": "Whether a failing plugin fails the task: `fail` or `ignore`.",
        "default": "fail",
        "examples": ["ignore"],
    },
}


def prerequisite_schema(kind: ComponentType) -> Schema:
    """Return the schema of one prerequisite of type `kind` inside a job."""
    closed = kind is ComponentType.DOCKERIMAGE
    title, description = _TITLES[kind]
    own = {"uri": _URIS[kind], "auth": _AUTH} if closed else {"uri": _URIS[kind], **_RUNTIME}
    return {
        "title": title,
        "description": description,
        "type": "object",
        "required": ["name", "type", *(["uri"] if closed else [])],
        "properties": {**_common(kind), **own},
        "additionalProperties": not closed,
    }


def standalone_schema(kind: ComponentType, extras: Schema) -> Schema:
    """Return the schema of a file that is a component of type `kind`, with the schema of its `extras`."""
    schema = prerequisite_schema(kind)
    schema["required"] = ["protocolVersion", *schema["required"]]
    schema["properties"] = {**schema["properties"], "extras": extras}
    return schema


def any_prerequisite_schema() -> Schema:
    """Return the schema of an entry of a job's `prerequisites`; its `type` selects one of the four."""
    return {
        "title": "Prerequisite",
        "description": "A component that the job depends on.",
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": {
                "title": "Type",
                "description": "What kind of component it is.",
                "enum": [str(kind) for kind in PREREQUISITE_TYPES],
                "examples": ["dockerimage"],
            }
        },
        "allOf": [{"if": _of_type(kind), "then": prerequisite_schema(kind)} for kind in PREREQUISITE_TYPES],
    }


def _of_type(kind: ComponentType) -> Schema:
    return {"type": "object", "required": ["type"], "properties": {"type": {"const": str(kind)}}}


def _common(kind: ComponentType) -> dict[str, Schema]:
    return {
        "protocolVersion": PROTOCOL_VERSION,
        "name": NAME,
        "type": constant(kind),
        "version": VERSION,
        "contributor": CONTRIBUTOR,
        "description": DESCRIPTION,
    }

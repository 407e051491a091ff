"""The schema of a job."""

from paicatalog.protocol.schema.fields import (
    CONTRIBUTOR,
    DESCRIPTION,
    IDENTIFIER,
    NAME,
    PROTOCOL_VERSION,
    VERSION,
    Schema,
    constant,
    integer,
    text,
    texts,
)
from paicatalog.protocol.schema.prerequisite import any_prerequisite_schema

_ROLE_NAME: Schema = {
    "title": "Task role name",
    "description": "Letters, digits and `_`, no digit first; the portal's form edits `^[a-z0-9]{1,63}$`.",
    "pattern": IDENTIFIER,
    "examples": ["worker"],
}
_PORT_LABEL: Schema = {
    "title": "Port label",
    "description": "Letters, digits and `_`, not beginning with a digit. `ssh` and `http` are always there.",
    "pattern": IDENTIFIER,
    "examples": ["tensorboard"],
}

_COMPLETION: Schema = {
    "title": "Completion",
    "description": "When the task role decides how the job ends.",
    "type": "object",
    "properties": {
        "minFailedInstances": {
            "title": "Failed instances",
            "description": "The job fails when so many instances failed; -1: never.",
            "type": ["integer", "null"],
            "default": 1,
            "examples": [1, -1],
        },
        "minSucceededInstances": {
            "title": "Succeeded instances",
            "description": "The job succeeds when so many instances succeeded; without it, all must.",
            "type": ["integer", "null"],
            "examples": [1],
        },
    },
    "additionalProperties": False,
    "examples": [{"minFailedInstances": 1, "minSucceededInstances": 1}],
}

_RESOURCES: Schema = {
    "title": "Resources",
    "description": "What each instance of the task role gets.",
    "type": "object",
    "required": ["cpu", "memoryMB", "gpu"],
    "properties": {
        "cpu": integer("CPUs", "Processor cores.", 4),
        "memoryMB": integer("Memory", "Main memory in MiB.", 8192),
        "gpu": integer("GPUs", "Graphics processors; 0 for none.", 1),
        "ports": {
            "title": "Ports",
            "description": "How many ports to reserve, by label.",
            "type": "object",
            "minProperties": 1,
            "propertyNames": _PORT_LABEL,
            "additionalProperties": integer("Port count", "How many ports the label stands for.", 1),
            "examples": [{"tensorboard": 1}],
        },
    },
    "additionalProperties": False,
    "examples": [{"cpu": 4, "memoryMB": 8192, "gpu": 1}],
}

_CONTAINER_OPTIONS: Schema = {
    "title": "Container options",
    "description": "Further options of the container.",
    "type": "object",
    "properties": {
        "shmMB": integer("Shared memory", "Size of `/dev/shm` in MiB.", 64, default=64),
        "infiniband": {
            "title": "InfiniBand",
            "description": "Whether the container gets the InfiniBand devices: true or false.",
            "default": False,
            "examples": [True],
        },
    },
    "examples": [{"shmMB": 1024}],
}

_TASK_ROLE: Schema = {
    "title": "Task role",
    "description": "Containers that are alike: an image, resources and commands.",
    "type": "object",
    "required": ["dockerImage", "resourcePerInstance", "commands"],
    "properties": {
        "protocolVersion": PROTOCOL_VERSION,
        "instances": integer("Instances", "How many containers run.", 1, minimum=1, default=1),
        "completion": _COMPLETION,
        "taskRetryCount": integer("Task retries", "How often a failed instance starts anew.", 0, default=0),
        "prerequisites": texts("Prerequisites", "Names of prerequisites that its runtime uses.", ["install-git"]),
        "dockerImage": text("Docker image", "The name of a prerequisite of type `dockerimage`.", "pytorch"),
        "data": text("Data", "The name of a prerequisite of type `data`; `<% $data.uri[0] %>` refers to it.", "mnist"),
        "output": text("Output", "The name of a prerequisite of type `output`; `<% $output.uri %>`.", "model"),
        "script": text("Script", "The name of a prerequisite of type `script`; `<% $script.uri %>`.", "examples"),
        "extraContainerOptions": _CONTAINER_OPTIONS,
        "resourcePerInstance": _RESOURCES,
        "commands": texts(
            "Commands",
            "Lines of one bash script; `<% $parameters.x %>` is replaced before it runs.",
            ["python train.py --lr <% $parameters.lr %>"],
            minItems=1,
        ),
    },
    "additionalProperties": False,
}

_DEPLOYED_ROLE: Schema = {
    "title": "Task role of a deployment",
    "description": "Commands around those of the task role.",
    "type": "object",
    "properties": {
        "preCommands": texts("Commands before", "They run before the task role's own.", ["nvidia-smi"], minItems=1),
        "postCommands": texts("Commands after", "They run after the task role's own.", ["ls out"], minItems=1),
    },
    "additionalProperties": False,
}

_DEPLOYMENT: Schema = {
    "title": "Deployment",
    "description": "A way to run the job on a certain cluster.",
    "type": "object",
    "required": ["name", "taskRoles"],
    "properties": {
        "protocolVersion": PROTOCOL_VERSION,
        "name": {**NAME, "title": "Deployment name", "examples": ["prod"]},
        "taskRoles": {
            "title": "Task roles",
            "description": "Task roles of the job, by name.",
            "type": "object",
            "minProperties": 1,
            "propertyNames": _ROLE_NAME,
            "additionalProperties": _DEPLOYED_ROLE,
        },
    },
}


def job_schema(extras: Schema) -> Schema:
    """Return the schema of a job, with the schema of its `extras`."""
    return {
        "title": "Job",
        "description": "What runs on the cluster, with everything it depends on.",
        "type": "object",
        "required": ["protocolVersion", "name", "type", "taskRoles"],
        "properties": {**_head(), **_body(), "extras": extras},
        "additionalProperties": False,
    }


def _head() -> dict[str, Schema]:
    return {
        "protocolVersion": PROTOCOL_VERSION,
        "name": NAME,
        "type": constant("job"),
        "version": VERSION,
        "contributor": CONTRIBUTOR,
        "description": DESCRIPTION,
    }


def _body() -> dict[str, Schema]:
    return {
        "prerequisites": {
            "title": "Prerequisites",
            "description": "The components that the job depends on; each type and name once.",
            "type": "array",
            "minItems": 1,
            "items": any_prerequisite_schema(),
        },
        "parameters": _mapping(
            "Parameters",
            "Values that commands refer to as `<% $parameters.x %>`.",
            {"lr": 0.01, "epochs": 10},
        ),
        "secrets": _mapping(
            "Secrets",
            "Values that only the running container sees, as `<% $secrets.x %>`. Publish placeholders.",
            {"token": "******"},
        ),
        "jobRetryCount": integer("Job retries", "How often a failed job starts anew.", 0, minimum=0, default=0),
        "taskRoles": {
            "title": "Task roles",
            "description": "The job's task roles, by name.",
            "type": "object",
            "minProperties": 1,
            "propertyNames": _ROLE_NAME,
            "additionalProperties": _TASK_ROLE,
        },
        "deployments": {
            "title": "Deployments",
            "description": "Ways to run the job on certain clusters; each name once.",
            "type": "array",
            "minItems": 1,
            "items": _DEPLOYMENT,
        },
        "defaults": {
            "title": "Defaults",
            "description": "What holds where the one who submits says nothing else.",
            "type": "object",
            "properties": {"deployment": text("Deployment", "The name of the deployment to use.", "prod")},
            "examples": [{"deployment": "prod"}],
        },
    }


def _mapping(title: str, description: str, example: Schema) -> Schema:
    return {"title": title, "description": description, "type": "object", "examples": [example]}

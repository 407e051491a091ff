"""A job that uses every key of the protocol."""

from typing import Any

FULL_JOB: dict[str, Any] = {
    "protocolVersion": 2,
    "name": "train_digits",
    "type": "job",
    "version": "1.0",
    "contributor": "Ada",
    "description": "Digits.",
    "prerequisites": [
        {
            "type": "dockerimage",
            "name": "torch",
            "uri": "torch:2",
            "auth": {"password": "<% $secrets.pass %>"},
        },
        {
            "type": "data",
            "name": "digits",
            "uri": ["https://a.example/1", "https://a.example/2"],
            "plugin": "p",
        },
        {
            "type": "script",
            "name": "code",
            "uri": "https://a.example/code",
            "version": 1.0,
            "require": ["digits"],
        },
        {"type": "output", "name": "model", "uri": "hdfs://model", "anything": {"else": 1}},
    ],
    "parameters": {"lr": 0.1, "tags": [1, [2, 3], None], "none": None, "text": "word", "nested": {"a": "b"}},
    "secrets": {"pass": "word"},
    "jobRetryCount": 0,
    "taskRoles": {
        "worker": {
            "instances": 1,
            "completion": {"minFailedInstances": 1, "minSucceededInstances": None},
            "taskRetryCount": 0,
            "dockerImage": "torch",
            "data": "digits",
            "script": "code",
            "output": "model",
            "prerequisites": ["code", "digits"],
            "extraContainerOptions": {"shmMB": 64, "infiniband": True},
            "resourcePerInstance": {"cpu": 1, "memoryMB": 1024, "gpu": 0, "ports": {"web": 1}},
            "commands": ["train --lr <% $parameters.lr %>", "save <% $output.uri %>"],
        }
    },
    "deployments": [{"name": "prod", "taskRoles": {"worker": {"preCommands": ["a"], "postCommands": ["z"]}}}],
    "defaults": {"deployment": "prod"},
    "extras": {"paicatalog": {"tags": "not checked by the protocol"}},
}

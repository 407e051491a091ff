"""Schema fragments that several component types share (JSON Schema 2020-12)."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

PROTOCOL_VERSION: Schema = {
    "title": "Protocol version",
    "description": "The version of the OpenPAI protocol: 2, as a number or as text.",
    "enum": [2, "2"],
    "default": 2,
    "examples": [2],
}
NAME: Schema = {
    "title": "Component name",
    "description": "What others refer to it by: letters, digits, `_` and `-`, at most 255 characters.",
    "type": "string",
    "pattern": "^[a-zA-Z0-9_-]+$",
    "maxLength": 255,
    "examples": ["mnist", "resnet50-imagenet"],
}
IDENTIFIER = "^[a-zA-Z_][a-zA-Z0-9_]*$"
"""Pattern of task role names and port labels, which are used in names of environment variables."""
VERSION: Schema = {
    "title": "Version",
    "description": "The component's own version. Put it in quotes: the number 1.10 is read as 1.1.",
    "type": ["string", "number"],
    "examples": ["1.0.0", "2024-06"],
}
CONTRIBUTOR: Schema = {
    "title": "Contributor",
    "description": "Who contributed it: a person, a team or an address.",
    "type": "string",
    "examples": ["vision-team", "Ada Lovelace"],
}
DESCRIPTION: Schema = {
    "title": "Description",
    "description": "What it is and how to use it. Markdown is shown on the component's page.",
    "type": "string",
    "examples": ["Handwritten digits, 60,000 for training and 10,000 for testing."],
}
OPEN_EXTRAS: Schema = {
    "title": "Extras",
    "description": "Settings outside the protocol, by the name of who reads them.",
    "type": "object",
}

DROPPED_EXTRAS: Schema = {key: value for key, value in OPEN_EXTRAS.items() if key != "type"}
"""The `extras` of a shared component: any value, because they are dropped when the component is put into a job."""


def text(title: str, description: str, *examples: str, **more: Any) -> Schema:
    """Return the schema of a text."""
    return {"title": title, "description": description, "type": "string", **more, "examples": list(examples)}


def integer(title: str, description: str, *examples: int, **more: Any) -> Schema:
    """Return the schema of a whole number."""
    return {"title": title, "description": description, "type": "integer", **more, "examples": list(examples)}


def texts(title: str, description: str, example: list[str], **more: Any) -> Schema:
    """Return the schema of a list of texts."""
    items = {"type": "string"}
    return {
        "title": title,
        "description": description,
        "type": "array",
        "items": items,
        **more,
        "examples": [example],
    }


def constant(value: str) -> Schema:
    """Return the schema of the `type` key of one component type."""
    return {
        "title": "Type",
        "description": "What the file describes.",
        "enum": [value],
        "default": value,
        "examples": [value],
    }


def suggestions(title: str, description: str, values: Mapping[str, str], **more: Any) -> Schema:
    """Return the schema of any value for which editors suggest `values`, each with its description."""
    known = [{"const": value, "description": said} for value, said in values.items()]
    return {"title": title, "description": description, "anyOf": [*known, {}], **more, "examples": list(values)[:1]}

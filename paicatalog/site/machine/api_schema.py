"""The JSON Schema of the static API: `catalog.json`, each component's record, each line of `catalog.ndjson`."""

from collections.abc import Mapping
from typing import Any

from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.page import MOST_VERSIONS

Schema = Mapping[str, Any]

_TEXT = {"type": "string"}
_FLAG = {"type": "boolean"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
_TEXTS = {"type": "array", "items": _TEXT}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(of: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{of}"}}


_REFERENCE: dict[str, Schema] = {
    "type": {"enum": [kind.value for kind in ComponentType]},
    "name": _TEXT,
    "version": _MAYBE_TEXT,
    "url": {"type": "string", "description": "The page, relative to the site's root."},
}
_ENTRY: dict[str, Schema] = {
    **_REFERENCE,
    "api": {"type": "string", "description": "The component's record, relative to the site's root."},
    "raw": {"type": ["string", "null"], "description": "The protocol file; null for what has no file of its own."},
    "path": {"type": ["string", "null"], "description": "The file's path in the repository."},
    "summary": _TEXT,
    "tags": _TEXTS,
    "valid": {"type": "boolean", "description": "Whether OpenPAI takes the file."},
    "grade": {"anyOf": [{"$ref": "#/$defs/grade"}, {"type": "null"}]},
    "deprecated": _FLAG,
    "sha256": {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$", "description": "Of the file's content."},
}
_RECORD: dict[str, Schema] = {
    **_ENTRY,
    "data": {"type": "object", "description": "The protocol file as the OpenPAI REST server reads it."},
    "versions": {
        **_list("reference"),
        "description": f"Newest first: all for the newest version, the newest {MOST_VERSIONS} for an older one.",
    },
    "uses": _list("use"),
    "usedBy": _list("usedBy"),
    "produces": {"type": "array", "items": _object(output=_TEXT, job={"$ref": "#/$defs/reference"})},
    "consumes": {"type": "array", "items": _object(data=_TEXT, job={"$ref": "#/$defs/reference"})},
    "history": {"type": "array", "items": _object(id=_TEXT, author=_TEXT, date=_TEXT, subject=_TEXT)},
    "findings": _list("finding"),
}
_USE: dict[str, Schema] = {
    "type": _REFERENCE["type"],
    "name": _TEXT,
    "version": _MAYBE_TEXT,
    "roles": _TEXTS,
    "component": {"anyOf": [{"$ref": "#/$defs/reference"}, {"type": "null"}]},
    "by": {"enum": ["name", "uri", None]},
    "drift": _FLAG,
    "filled": _FLAG,
}
_FINDING: dict[str, Schema] = {
    "rule": _TEXT,
    "severity": {"enum": ["error", "warning", "note"]},
    "message": _TEXT,
    "hint": _TEXT,
    "pointer": _TEXT,
    "line": _COUNT,
    "column": _COUNT,
}


def api_schema() -> Schema:
    """Return the schema (draft 2020-12); its version is that of the API."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Static API of a catalog, version 1",
        "anyOf": [
            {"$ref": "#/$defs/catalog"},
            _object(version={"const": 1}, component={"$ref": "#/$defs/component"}),
            {"$ref": "#/$defs/component"},
        ],
        "$defs": {
            "catalog": _object(
                version={"const": 1},
                components=_list("entry"),
                problems={"type": "array", "items": _object(path=_TEXT, url=_TEXT)},
            ),
            "reference": _object(**_REFERENCE),
            "entry": _object(**_ENTRY),
            "component": _object(**_RECORD),
            "grade": _object(letter={"enum": ["A", "B", "C", "D"]}, earned=_COUNT, total=_COUNT),
            "use": _object(**_USE),
            "usedBy": _object(job={"$ref": "#/$defs/reference"}, **{"as": _TEXT}, roles=_TEXTS, drift=_FLAG),
            "finding": _object(**_FINDING),
        },
    }

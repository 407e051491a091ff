"""JSON Schema (2020-12) of the OpenPAI protocol version 2: for editors, the reference and validation."""

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.schema.extras import COMPONENT_EXTRAS, JOB_EXTRAS
from paicatalog.protocol.schema.fields import DROPPED_EXTRAS, OPEN_EXTRAS, Schema
from paicatalog.protocol.schema.job import job_schema
from paicatalog.protocol.schema.prerequisite import standalone_schema

__all__ = ["Schema", "component_schema", "protocol_schema", "validation_schema"]

_DRAFT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}


def component_schema(kind: ComponentType) -> Schema:
    """Return the schema of a file of one component type, with `extras` described in full."""
    if kind is ComponentType.JOB:
        return {**_DRAFT, **job_schema(JOB_EXTRAS)}
    return {**_DRAFT, **standalone_schema(kind, COMPONENT_EXTRAS)}


def validation_schema(kind: ComponentType) -> Schema:
    """Return the schema of a file of one component type with open `extras`: exactly what the protocol requires."""
    if kind is ComponentType.JOB:
        return {**_DRAFT, **job_schema(OPEN_EXTRAS)}
    return {**_DRAFT, **standalone_schema(kind, DROPPED_EXTRAS)}


def protocol_schema() -> Schema:
    """Return the schema of files of all types, published as `/schema/openpai-v2.json`; `type` selects the branch."""
    definitions = {str(kind): component_schema(kind) for kind in ComponentType}
    for definition in definitions.values():
        del definition["$schema"]
    return {
        **_DRAFT,
        "title": "OpenPAI protocol, version 2",
        "description": "A job, or a component that jobs depend on.",
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": {
                "title": "Type",
                "description": "What the file describes.",
                "enum": list(definitions),
                "examples": ["job"],
            }
        },
        "allOf": [_branch(kind) for kind in definitions],
        "$defs": definitions,
    }


def _branch(kind: str) -> Schema:
    condition = {"required": ["type"], "properties": {"type": {"const": kind}}}
    return {"if": condition, "then": {"$ref": f"#/$defs/{kind}"}}

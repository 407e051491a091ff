"""Conversion of jsonschema's errors to problems, each mistake once."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.javascript.values import js_string, js_type
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.schema import Schema, protocol_schema, validation_schema
from paicatalog.protocol.schema.acceptor import ecma_pattern

_Error = Any
"""A ValidationError; the stubs do not type its fields."""

_TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "array": "a list",
    "null": "nothing",
}
_PARENTS = {"taskRoles": "task role", "prerequisites": "prerequisite", "deployments": "deployment"}


def schema_problems(data: Mapping[str, Any], kind: ComponentType | None) -> Iterator[Problem]:
    """Yield the problems that the schema of a component type finds in `data`; for None, that of all types together."""
    seen: set[tuple[ProblemKind, Place, str]] = set()
    for problem in chain.from_iterable(_problems(kind, error) for error in _validator(kind).iter_errors(data)):
        mark = (problem.kind, problem.place, str(problem.detail.get("key", "")))
        if mark not in seen:
            seen.add(mark)
            yield problem


@cache
def _validator(kind: ComponentType | None) -> Any:
    return _Validator(validation_schema(kind) if kind else _untyped_schema())


def _untyped_schema() -> Schema:
    """Return the schema of the keys that every type has."""
    job = validation_schema(ComponentType.JOB)
    known = {key: job["properties"][key] for key in ("protocolVersion", "name")}
    kind = protocol_schema()["properties"]["type"]
    return {"required": ["protocolVersion", "name", "type"], "properties": {**known, "type": kind}}


def _ecma(_: Validator, pattern: str, instance: object, __: Schema) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not ecma_pattern(pattern).search(instance):
        yield ValidationError("")


_Validator: Any = extend(Draft202012Validator, {"pattern": _ecma})  # type: ignore[no-untyped-call]


def _problems(type_: ComponentType | None, error: _Error) -> Iterator[Problem]:
    pointer: Pointer = tuple(error.absolute_path)
    part = Part.VALUE
    if "propertyNames" in error.absolute_schema_path:
        pointer, part = (*pointer, str(error.instance)), Part.KEY
    keyword = str(error.validator)
    if keyword == "required":
        yield from _missing(type_, error, pointer)
    elif keyword == "additionalProperties":
        yield from _unknown(error, pointer)
    else:
        kind, detail = _DETAILS[keyword](error)
        yield Problem(kind, Place(pointer, part), detail)


def _missing(type_: ComponentType | None, error: _Error, pointer: Pointer) -> Iterator[Problem]:
    for key in error.validator_value:
        if key not in error.instance:
            known = tuple(error.schema.get("properties", ()))
            detail = {"key": key, "parent": _parent(type_, error.instance, pointer), "known": known}
            yield Problem(ProblemKind.MISSING_KEY, Place(pointer), detail)


def _unknown(error: _Error, pointer: Pointer) -> Iterator[Problem]:
    allowed = tuple(error.schema["properties"])
    for key in error.instance:
        if key not in allowed:
            place = Place((*pointer, key), Part.KEY)
            yield Problem(ProblemKind.UNKNOWN_KEY, place, {"key": key, "allowed": allowed})


def _parent(type_: ComponentType | None, instance: Mapping[str, Any], pointer: Pointer) -> str:
    """Name the mapping that lacks a key: `the job`, `task role \\`worker\\``, `prerequisite 2`, `\\`auth\\``."""
    if not pointer:
        return f"the {type_ or 'file'}"
    *_, owner, step = ("", *pointer)
    if owner not in _PARENTS:
        return f"`{step}`"
    name = instance.get("name", step) if isinstance(step, int) else step
    return (
        f"{_PARENTS[str(owner)]} {name + 1}" if isinstance(name, int) else f"{_PARENTS[str(owner)]} `{js_string(name)}`"
    )


def _what(error: _Error) -> str:
    """Return what a schema describes, in words: `task role`, `commands`."""
    return str(error.schema.get("title", "value")).lower().removesuffix(" name")


def _wrong_type(error: _Error) -> tuple[ProblemKind, dict[str, Any]]:
    names = error.validator_value
    expected = tuple(_TYPE_WORDS[name] for name in ([names] if isinstance(names, str) else names))
    found = js_type(error.instance)
    return ProblemKind.WRONG_TYPE, {"found": found, "expected": expected, "value": error.instance}


def _bad_value(error: _Error) -> tuple[ProblemKind, dict[str, Any]]:
    return ProblemKind.BAD_VALUE, {"value": error.instance, "allowed": tuple(error.validator_value)}


def _out_of_range(error: _Error) -> tuple[ProblemKind, dict[str, Any]]:
    return ProblemKind.OUT_OF_RANGE, {"value": error.instance, "minimum": error.validator_value}


def _empty_value(error: _Error) -> tuple[ProblemKind, dict[str, Any]]:
    return ProblemKind.EMPTY_VALUE, {"what": _what(error)}


def _bad_name(error: _Error) -> tuple[ProblemKind, dict[str, Any]]:
    detail = {"value": error.instance, "pattern": error.validator_value, "what": _what(error)}
    return ProblemKind.BAD_NAME, detail


def _too_long(error: _Error) -> tuple[ProblemKind, dict[str, Any]]:
    detail = {"value": error.instance, "maximum": error.validator_value, "what": _what(error)}
    return ProblemKind.TOO_LONG, detail


_DETAILS = {
    "type": _wrong_type,
    "enum": _bad_value,
    "minimum": _out_of_range,
    "minItems": _empty_value,
    "minProperties": _empty_value,
    "pattern": _bad_name,
    "maxLength": _too_long,
}

"""A schema compiled to one yes-or-no function: the quick way to see that a file is fine.

It knows the keywords that our own schemas use, and refuses any other when compiling. Whether it agrees with
jsonschema is tested; jsonschema says what is wrong where this says no.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Accepts = Callable[[Any], bool]

_ANNOTATIONS = frozenset({"$schema", "title", "description", "default", "examples"})
_APART = frozenset({"if", "then", "properties", "additionalProperties"})
"""Keywords that are compiled together with another."""


def compile_schema(schema: Mapping[str, Any] | bool) -> Accepts:
    """Return a function that says whether a value fits `schema`; raises ValueError on an unknown keyword."""
    if isinstance(schema, bool):
        return lambda _: schema
    tests = [_COMPILERS[key](value) for key, value in schema.items() if key in _COMPILERS]
    if unknown := schema.keys() - _COMPILERS.keys() - _ANNOTATIONS - _APART:
        raise ValueError(f"the schema has keywords that are not compiled: {', '.join(sorted(unknown))}")
    if "properties" in schema or "additionalProperties" in schema:
        tests.append(_entries(schema.get("properties", {}), schema.get("additionalProperties", True)))
    if "if" in schema:
        tests.append(_conditional(schema["if"], schema["then"]))
    return tests[0] if len(tests) == 1 else _all(tuple(tests))


def ecma_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern as JavaScript reads it: there `$` does not match before a trailing line break."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def is_integer(value: object) -> bool:
    """Return whether JSON Schema takes `value` for an integer: 1.0 is one, true is none."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def is_number(value: object) -> bool:
    """Return whether JSON Schema takes `value` for a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: Mapping[str, Accepts] = {
    "string": lambda value: isinstance(value, str),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
    "integer": is_integer,
    "number": is_number,
}


def _all(tests: tuple[Accepts, ...]) -> Accepts:
    def accepts(value: Any) -> bool:
        for test in tests:  # noqa: SIM110 - `all` with a generator takes twice as long
            if not test(value):
                return False
        return True

    return accepts


def _type(names: str | list[str]) -> Accepts:
    if isinstance(names, str):
        return _TYPES[names]
    tests = [_TYPES[name] for name in names]
    return lambda value: any(test(value) for test in tests)


def _enum(allowed: list[Any]) -> Accepts:
    if any(isinstance(item, bool) for item in allowed):
        raise ValueError("booleans are not compiled: to Python they equal numbers")
    return lambda value: not isinstance(value, bool) and value in allowed


def _pattern(pattern: str) -> Accepts:
    search = ecma_pattern(pattern).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _items(schema: Mapping[str, Any]) -> Accepts:
    accepts = compile_schema(schema)
    return lambda value: not isinstance(value, list) or all(map(accepts, value))


def _entries(properties: Mapping[str, Any], additional: Mapping[str, Any] | bool) -> Accepts:
    known = {key: compile_schema(schema) for key, schema in properties.items()}
    other = compile_schema(additional)

    def accepts(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        for key, item in value.items():  # noqa: SIM110 - as above
            if not known.get(key, other)(item):
                return False
        return True

    return accepts


def _property_names(schema: Mapping[str, Any]) -> Accepts:
    accepts = compile_schema(schema)
    return lambda value: not isinstance(value, dict) or all(map(accepts, value))


def _required(keys: list[str]) -> Accepts:
    needed = frozenset(keys)
    return lambda value: not isinstance(value, dict) or needed <= value.keys()


def _conditional(condition: Mapping[str, Any], consequence: Mapping[str, Any]) -> Accepts:
    applies, accepts = compile_schema(condition), compile_schema(consequence)
    return lambda value: not applies(value) or accepts(value)


_COMPILERS: Mapping[str, Callable[[Any], Accepts]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda expected: _enum([expected]),
    "pattern": _pattern,
    "maxLength": lambda limit: lambda value: not isinstance(value, str) or len(value) <= limit,
    "minimum": lambda limit: lambda value: not is_number(value) or value >= limit,
    "items": _items,
    "minItems": lambda limit: lambda value: not isinstance(value, list) or len(value) >= limit,
    "required": _required,
    "propertyNames": _property_names,
    "minProperties": lambda limit: lambda value: not isinstance(value, dict) or len(value) >= limit,
    "allOf": lambda schemas: _all(tuple(map(compile_schema, schemas))),
}

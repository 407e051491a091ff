"""Compilation of a schema to a function that quickly returns whether a file is valid, but not why it is not.

Only the keywords that this package's schemas use are supported; any other raises an error when compiling. Tests check
that it agrees with jsonschema, which finds the problems of an invalid file.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Accepts = Callable[[Any], bool]

_ANNOTATIONS = frozenset({"$schema", "title", "description", "default", "examples"})
_ENTRY_KEYWORDS = frozenset({"required", "properties", "additionalProperties"})
_COMBINED_KEYWORDS = frozenset({"if", "then", *_ENTRY_KEYWORDS})
"""Keywords that are compiled together with another."""


def compile_schema(schema: Mapping[str, Any] | bool) -> Accepts:
    """Return a function that returns whether a value fits `schema`; raises ValueError for an unknown keyword."""
    if isinstance(schema, bool):
        return lambda _: schema
    if unknown := schema.keys() - _COMPILERS.keys() - _ANNOTATIONS - _COMBINED_KEYWORDS:
        raise ValueError(f"the schema has keywords that are not compiled: {', '.join(sorted(unknown))}")
    tests = [_COMPILERS[key](value) for key, value in schema.items() if key in _COMPILERS]
    if not _ENTRY_KEYWORDS.isdisjoint(schema):
        tests.append(_entries(schema))
    if "if" in schema:
        tests.append(_conditional(schema["if"], schema["then"]))
    return tests[0] if len(tests) == 1 else _all(tuple(tests))


def ecma_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a JavaScript pattern, in which `$` does not match before a trailing line break."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def _is_integer(value: object) -> bool:
    """Return whether `value` is an integer in JSON Schema: 1.0 is one, true is not."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def _is_number(value: object) -> bool:
    """Return whether `value` is a number in JSON Schema: true is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: Mapping[str, Accepts] = {
    "string": lambda value: isinstance(value, str),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
    "integer": _is_integer,
    "number": _is_number,
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


def _entries(schema: Mapping[str, Any]) -> Accepts:
    needed = frozenset(schema.get("required", ()))
    known = {key: compile_schema(part) for key, part in schema.get("properties", {}).items()}
    other = compile_schema(schema.get("additionalProperties", True))

    def accepts(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        if not needed <= value.keys():
            return False
        for key, item in value.items():  # noqa: SIM110 - as above
            if not known.get(key, other)(item):
                return False
        return True

    return accepts


def _property_names(schema: Mapping[str, Any]) -> Accepts:
    accepts = compile_schema(schema)
    return lambda value: not isinstance(value, dict) or all(map(accepts, value))


def _conditional(condition: Mapping[str, Any], consequence: Mapping[str, Any]) -> Accepts:
    applies, accepts = compile_schema(condition), compile_schema(consequence)
    return lambda value: not applies(value) or accepts(value)


def _by_constant(schemas: list[Mapping[str, Any]]) -> Accepts | None:
    """Compile conditions that all compare the same key to a constant string; the key's value then selects a schema.

    Return None for any other conditions.
    """
    parts: dict[str, dict[str, Accepts]] = {}
    for schema in schemas:
        (key, constant), *others = schema.get("if", {}).get("properties", {}).items() or [("", {})]
        text = constant.get("const")
        condition = {"type": "object", "required": [key], "properties": {key: {"const": text}}}
        if others or not isinstance(text, str) or schema != {"if": condition, "then": schema.get("then")}:
            return None
        parts.setdefault(key, {})[text] = compile_schema(schema["then"])
    if len(parts) != 1 or len(parts[key]) != len(schemas):
        return None
    by_text = parts[key]

    def accepts(value: Any) -> bool:
        text = value.get(key) if isinstance(value, dict) else None
        return not isinstance(text, str) or text not in by_text or by_text[text](value)

    return accepts


_COMPILERS: Mapping[str, Callable[[Any], Accepts]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda expected: _enum([expected]),
    "pattern": _pattern,
    "maxLength": lambda limit: lambda value: not isinstance(value, str) or len(value) <= limit,
    "minimum": lambda limit: lambda value: not _is_number(value) or value >= limit,
    "items": _items,
    "minItems": lambda limit: lambda value: not isinstance(value, list) or len(value) >= limit,
    "propertyNames": _property_names,
    "minProperties": lambda limit: lambda value: not isinstance(value, dict) or len(value) >= limit,
    "allOf": lambda schemas: _by_constant(schemas) or _all(tuple(map(compile_schema, schemas))),
}

"""Members of values in JavaScript: `a.b`, `a.0`, `a.length` and what every object inherits.

The server's templates have access to them, so `<% $parameters.constructor.name %>` prints `Object`. Built-in methods
that need their object as `this` throw there or print nonsense; a template that names one is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from paicatalog.protocol.javascript.values import JavaScriptDate


class ThrowsError(Exception):
    """The server throws an error when it prints the value."""


class Missing(Enum):
    """JavaScript's `undefined`."""

    MISSING = "undefined"


MISSING = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in function."""

    name: str
    arity: int
    printed: object
    """What a template that names the function prints: the server calls it without arguments."""
    constructs: bool = False


_THROWS = object()
_OBJECT_TEXT = "[object Object]"

OBJECT_MEMBERS: Mapping[str, Function] = {
    "constructor": Function("Object", 1, _OBJECT_TEXT, constructs=True),
    "toString": Function("toString", 0, _OBJECT_TEXT),
    "toLocaleString": Function("toLocaleString", 0, _OBJECT_TEXT),
    "valueOf": Function("valueOf", 0, _OBJECT_TEXT),
    "hasOwnProperty": Function("hasOwnProperty", 1, "false"),
    "isPrototypeOf": Function("isPrototypeOf", 1, "false"),
    "propertyIsEnumerable": Function("propertyIsEnumerable", 1, "false"),
    "__defineGetter__": Function("__defineGetter__", 2, _THROWS),
    "__defineSetter__": Function("__defineSetter__", 2, _THROWS),
    "__lookupGetter__": Function("__lookupGetter__", 1, MISSING),
    "__lookupSetter__": Function("__lookupSetter__", 1, MISSING),
}
"""What every object inherits."""

_CONSTRUCTORS: tuple[tuple[type | tuple[type, ...], Function], ...] = (
    (str, Function("String", 1, "", constructs=True)),
    (bool, Function("Boolean", 1, "false", constructs=True)),
    ((int, float), Function("Number", 1, "0", constructs=True)),
    (JavaScriptDate, Function("Date", 7, _THROWS, constructs=True)),
    (Function, Function("Function", 1, _THROWS, constructs=True)),
    (bytes, Function("Buffer", 2, _THROWS, constructs=True)),
    (Sequence, Function("Array", 1, "", constructs=True)),
)

_TEXT_METHODS = """
    anchor at big blink bold charAt charCodeAt codePointAt concat endsWith fontcolor fontsize fixed
    includes indexOf isWellFormed italics lastIndexOf link localeCompare match matchAll normalize
    padEnd padStart repeat replace replaceAll search slice small split strike sub substr substring
    sup startsWith toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase toWellFormed
    trim trimEnd trimLeft trimRight trimStart valueOf
"""
_LIST_METHODS = """
    at concat copyWithin entries every fill filter find findIndex findLast findLastIndex flat
    flatMap forEach includes indexOf join keys lastIndexOf map pop push reduce reduceRight reverse
    shift slice some sort splice toLocaleString toReversed toSorted toSpliced toString unshift
    values with
"""
_NUMBER_METHODS = "toExponential toFixed toLocaleString toPrecision toString valueOf"
_FUNCTION_METHODS = "apply arguments bind call caller toString"

_METHODS: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (str, frozenset(_TEXT_METHODS.split())),
    (bool, frozenset({"toString", "valueOf"})),
    ((int, float), frozenset(_NUMBER_METHODS.split())),
    (Function, frozenset(_FUNCTION_METHODS.split())),
    (Sequence, frozenset(_LIST_METHODS.split())),
)
"""Methods that need their object as `this`."""


def member(value: object, name: str) -> object:
    """Return `value[name]`: a value, a Function, or MISSING; `value` must be neither None nor MISSING."""
    if isinstance(value, Mapping) and name in value:
        return value[name]
    if isinstance(value, str | Sequence) and not isinstance(value, bytes):
        if name == "length":
            return _length(value)
        if name.isascii() and name.isdigit() and (name == "0" or name[0] != "0"):
            return value[int(name)] if len(name) < 10 and int(name) < len(value) else MISSING
    if isinstance(value, Function):
        own = {"name": value.name, "length": value.arity}
        if name in own:
            return own[name]
        if name == "prototype":
            return {} if value.constructs else MISSING
    return _inherited(value, name)


def call(value: object) -> object:
    """Return what a template prints for `value`, the result if it is a function; raises ThrowsError if that throws."""
    if not isinstance(value, Function):
        return value
    if value.printed is _THROWS:
        raise ThrowsError(value.name)
    return value.printed


def _length(value: str | Sequence[object]) -> int:
    return len(value.encode("utf-16-le")) // 2 if isinstance(value, str) else len(value)


def _inherited(value: object, name: str) -> object:
    if name == "__proto__":
        return {}
    for kind, methods in _METHODS:
        if isinstance(value, kind):
            if name in methods:
                return Function(name, 0, _THROWS)
            break
    if name == "constructor":
        return next((made for kind, made in _CONSTRUCTORS if isinstance(value, kind)), OBJECT_MEMBERS[name])
    if isinstance(value, JavaScriptDate) and name.startswith(("get", "set", "to", "valueOf")):
        return Function(name, 0, _THROWS)
    return OBJECT_MEMBERS.get(name, MISSING)

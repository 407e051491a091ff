import math
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from yaml.constructor import SafeConstructor
from yaml.error import YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode
from yaml.resolver import Resolver

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.javascript.values import MAXIMUM_SAFE_INTEGER, JavaScriptDate, js_string, js_type
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.yaml.nodes import Resolved, compose_yaml
from paicatalog.rules.document_parts import data_of
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_SUSPICIOUS = re.compile(
    r"(?:[:-]\s+|[,\[{]\s*)(?=[yYnNoO0-9.+-])(?:(?:[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)[ \t]*(?:[,\]}\r\n#]|$)"
    r"|[-+.]?[0-9][0-9.+-]*+[_:eExo]|[0-9]{4}-[0-9]|[-+]?(?:0[0-9]|\.[0-9]|[0-9]{16}))"
)
"""A fast filter that matches few files; the exact comparison follows."""
_LONGEST = 400
"""Characters. A longer value is not meant as a number, and Python is slow to convert it."""
_PYTHON = Resolver()
_VALUES = SafeConstructor()


@rule(Severity.WARNING, Group.PORTABILITY)
def value_read_differently(document: Document) -> Iterator[Violation]:
    """Finds a value without quotes that YAML readers disagree about.

    ## Why

    The REST server and the web portal read YAML in JavaScript, the runtime in the container and most tools
    in Python. To the first, `yes` and `on` are text and `1e3` is a number; to the second, it is the other
    way round. Of `9007199254740993`, JavaScript has only the nearest number that fits: 9007199254740992. A
    date is printed into commands as `Mon Jan 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time)`.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    parameters:
      shuffle: yes
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python train.py --shuffle <% $parameters.shuffle %>
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    parameters:
      shuffle: "yes"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python train.py --shuffle <% $parameters.shuffle %>
    ```
    """
    if not _SUSPICIOUS.search(document.source.text) or not data_of(document):
        return
    root = compose_yaml(document.source.text)
    refused = {problem.place.pointer for problem in document.problems}
    if isinstance(root, Node):
        for pointer, scalar in _plain_scalars(root, (), set()):
            if pointer in refused or (pointer[-1:] == ("version",) and _is_number(scalar.tag[0])):
                continue  # Another rule reports this.
            if difference := _difference(scalar, pointer):
                yield Violation(Place(pointer), f"{quote(scalar.value)} is {difference}.", _remedy(scalar))


def _plain_scalars(node: Node, pointer: Pointer, seen: set[int]) -> Iterator[tuple[Pointer, ScalarNode]]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        if isinstance(node.tag, Resolved) and not node.style and len(node.value) <= _LONGEST:
            yield pointer, node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                yield from _plain_scalars(value, (*pointer, key.value), seen)
    else:
        for index, value in enumerate(node.value):
            yield from _plain_scalars(value, (*pointer, index), seen)


def _difference(scalar: ScalarNode, pointer: Pointer) -> str:
    """Return how the readers differ, in words; "" if they agree."""
    ours, theirs = scalar.tag[0], _python_value(scalar.value)
    if isinstance(ours, JavaScriptDate):
        printed = f"read differently: as a parameter it is printed as `{js_string(ours)}`"
        return printed if pointer[:1] == ("parameters",) else ""
    if _is_number(ours) and _is_number(theirs):
        if _is_rounded(scalar.value, ours, theirs):
            return f"too large for JavaScript: OpenPAI rounds it to `{_yaml_number(ours)}`"
        if ours == theirs or str(theirs) in (str(ours), js_string(ours)):
            return ""
    if type(ours) is type(theirs) and ours == theirs:
        return ""
    return f"read differently: OpenPAI takes it for {_describe_value(ours)}, Python for {_describe_value(theirs)}"


def _is_rounded(text: str, ours: Any, theirs: Any) -> bool:
    """Return whether a double is another number than the digits of a large one say."""
    if abs(ours) < MAXIMUM_SAFE_INTEGER:
        return False
    if isinstance(theirs, int):
        return ours != theirs and str(theirs) not in (str(ours), js_string(ours))
    try:
        return Decimal(text.replace("_", "")) != Decimal(js_string(ours))
    except InvalidOperation:
        return False  # `.inf`, and numbers to the base 60.


def _remedy(scalar: ScalarNode) -> str:
    ours, theirs = scalar.tag[0], _python_value(scalar.value)
    quoted = f'Put it in quotes if it is text: `"{scalar.value}"`'
    if _is_number(ours):
        return f"{quoted}; if it is a number, write `{_yaml_number(ours)}`."
    if isinstance(theirs, bool):
        return f"{quoted}; if it is a switch, write `{js_string(theirs)}`."
    return f"{quoted}."


def _yaml_number(value: Any) -> str:
    """Return a number as both readers read it: with a point before an exponent."""
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    digits, exponent, power = js_string(value).partition("e")
    return f"{digits}{'' if '.' in digits or not exponent else '.0'}{exponent}{power}"


def _python_value(text: str) -> object:
    tag = _PYTHON.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    try:
        return _VALUES.construct_object(ScalarNode(tag, text))
    except (YAMLError, ValueError, OverflowError, ArithmeticError):
        return text


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _describe_value(value: object) -> str:
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return f"the number `{_yaml_number(value)}`" if isinstance(value, int | float) else js_type(value)

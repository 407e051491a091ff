"""The entry to add to a job's `prerequisites` in order to use a component."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.catalog.component import Component
from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.yaml.scalars import plain_value

_EXCLUDED_KEYS = frozenset({"protocolVersion", "type", "name", "version", "contributor", "description", "extras"})
"""Keys that are stated first in the entry, and keys that only the component's own file needs."""
_PLAIN = re.compile(r"[A-Za-z0-9_./][\w./@+=~-]*(?::(?=[\w./@+=~-])[\w./@+=~-]+)*", re.ASCII)


def snippet(component: Component) -> str:
    """Return the entry as YAML text: type, name and version, then all keys that have an effect on a job.

    `auth` is included, so secrets must be masked already.
    """
    entry: dict[str, Any] = {"type": component.type.value, "name": component.name}
    if component.version is not None:
        entry["version"] = component.version
    entry |= {key: value for key, value in component.data.items() if key not in _EXCLUDED_KEYS}
    lines = [f"  {line}" for line in yaml_lines(entry)]
    return "\n".join(["- " + lines[0][2:], *lines[1:]]) + "\n"


def yaml_lines(value: Any) -> Iterator[str]:
    """Yield the lines of a nonempty mapping or list in YAML's block style."""
    entries = ((f"{_text(key)}:", item) for key, item in value.items()) if isinstance(value, Mapping) else None
    for lead, item in entries if entries is not None else (("-", item) for item in value):
        if isinstance(item, Mapping | list) and item:
            nested = [f"  {line}" for line in yaml_lines(item)]
            yield from [lead, *nested] if lead != "-" else [f"- {nested[0][2:]}", *nested[1:]]
        else:
            yield f"{lead} {_scalar(item)}"


def _scalar(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return "{}" if isinstance(value, Mapping) else "[]"
    if value is None or isinstance(value, bool | int | float):
        return js_string(value)
    return _text(str(value))


def _text(text: str) -> str:
    """Return `text` as a scalar that both the REST server and PyYAML read as this text."""
    if _PLAIN.fullmatch(text) and plain_value(text) == text and not _AMBIGUOUS.fullmatch(text):
        return text
    return json.dumps(text)


_AMBIGUOUS = re.compile(r"yes|no|on|off|y|n|[-+.]?\d[\d_.,:eExXoO+-]*", re.IGNORECASE)
"""Plain scalars that PyYAML or YAML 1.2 does not read as text."""

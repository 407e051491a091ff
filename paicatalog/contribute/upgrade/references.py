"""Conversion of the drafts' references, `$$x$$` and `$job.x`, to templates `<% %>`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.contribute.upgrade.tree import Entry, Fields, Items, Node, Scalar
from paicatalog.protocol.javascript.values import UnprintableError, js_string
from paicatalog.protocol.yaml.construct import read_scalar

DOLLARS = re.compile(r"\$(?:\$|(?=tasks\.))([A-Za-z_]\w*(?:\.[\w-]+)*)\$\$")
"""`$$parameters.lr$$`, in the second form of 2018 and in early 2019. The draft's example also has `$tasks.x$$`."""
JOB_PATH = re.compile(r"\$job\.([A-Za-z_]\w*(?:\.\w+)*)")
"""`$job.parameters.lr`, in the first form of 2018."""

_OWN = ("script", "data", "output")
_FIELDS = ("name", "uri", "version", "tag", "type", "contributor", "description")
_MUSTACHE_NAME = re.compile(r"[^\s.{}<%>\[\]]+")
_OPEN, _OPENING = "<%", "template_open"


@dataclass(frozen=True, slots=True)
class ReferenceScope:
    """The values to which the commands of a task role can refer."""

    parameters: Mapping[str, Any]
    role: str
    """The old name of the task role."""
    roles: Mapping[str, Mapping[str, Any]]
    """The original fields of all task roles by old name."""
    prerequisites: Mapping[tuple[str, str], Mapping[str, Any]]
    """The original prerequisites by (type, old name)."""
    renamed: Mapping[tuple[str, str], str]
    """New names of prerequisites by (type, old name)."""

    def resolve(self, path: str) -> str | None:
        """Return the template or text that replaces the reference `path` in a command, or None if it is unresolved.

        As on the servers of 2018, the task role's own fields take precedence over the job's parameters.
        """
        first, *rest = path.split(".")
        if first in ("tasks", "taskRoles") and rest and rest[0] in self.roles:
            return self._of_role(rest[0], rest[1:])
        if first == "parameters" and rest:
            return self._parameter(rest)
        return self._of_role(self.role, [first, *rest]) or self._parameter([first, *rest])

    def _of_role(self, role: str, steps: list[str]) -> str | None:
        if not steps:
            return None
        fields = self.roles[role]
        name = fields.get(steps[0])
        if steps[0] in _OWN and isinstance(name, str):
            return self._of_component(steps[0], name, steps[1:], own=role == self.role)
        for key in ("parameters", "commandParameters"):
            inner = fields.get(key)
            if isinstance(inner, Mapping) and (value := _walk(inner, steps)) is not None:
                return self._task_parameter(steps, value)
        found = _walk(fields, steps)
        return None if isinstance(found, list) else _text(found)

    def _task_parameter(self, steps: list[str], value: Any) -> str | None:
        """Return the template of the job's parameter that a task's parameter refers to or equals, else its value."""
        match = DOLLARS.fullmatch(value) if isinstance(value, str) else None
        if match:
            return self._parameter(match[1].removeprefix("parameters.").split("."))
        return self._parameter(steps) if _walk(self.parameters, steps) == value else _text(value)

    def _of_component(self, kind: str, name: str, steps: list[str], *, own: bool) -> str | None:
        """Resolve a path in a prerequisite. In the drafts, its name may follow the key: `script.examples.uri`."""
        if len(steps) > 1 and steps[0] not in _FIELDS:
            steps = steps[1:]
        key = {"tag": "version"}.get(steps[0], steps[0]) if steps else "name"
        if own:
            return f"<% ${kind}.{'.'.join([key, *steps[1:]])} %>"
        if key == "name":
            return self.renamed.get((kind, name))
        return _text(_walk(self.prerequisites.get((kind, name), {}), steps))

    def _parameter(self, steps: list[str]) -> str | None:
        found = _walk(self.parameters, steps)
        if found is None:
            return _text(self.parameters.get(".".join(steps)))
        if all(_MUSTACHE_NAME.fullmatch(step) for step in steps):
            return f"<% $parameters.{'.'.join(steps)} %>"
        return _text(found)


def resolve_parameters(value: Any, parameters: Mapping[str, Any], pattern: re.Pattern[str] = DOLLARS) -> Any:
    """Return a value outside of commands with references to parameters replaced by the parameters' values."""
    if not isinstance(value, str):
        return value
    if match := pattern.fullmatch(value):
        found = _walk(parameters, match[1].removeprefix("parameters.").split("."))
        return value if found is None else found

    def replacement(match: re.Match[str]) -> str:
        found = _text(_walk(parameters, match[1].removeprefix("parameters.").split(".")))
        return match[0] if found is None else found

    return pattern.sub(replacement, value)


def translated(entry: Entry, translate: Callable[[str], str]) -> Entry:
    """Return a command with its text translated. Its YAML style is kept if the result is still read correctly."""
    node = entry.value
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return entry
    value = translate(node.value)
    if value == node.value:
        return entry
    source = translate(node.source) if node.source else None
    if source is not None and read_scalar(source.replace("\n", "\n  ")) != value:
        source = None
    return replace(entry, value=Scalar(value, source))


def escaped(text: str) -> tuple[str, dict[str, str]]:
    """Return a text of a dialect without templates so that protocol 2 renders it unchanged, and the parameters that
    this needs."""
    if _OPEN not in text:
        return text, {}
    return text.replace(_OPEN, f"{_OPEN} $parameters.{_OPENING} %>"), {_OPENING: _OPEN}


def map_text(node: Node, change: Callable[[str], Any]) -> Node:
    """Return a copy of a node with `change` applied to every text in it."""
    if isinstance(node, Scalar):
        value = change(node.value) if isinstance(node.value, str) else node.value
        return node if value == node.value else Scalar(value)
    entries = tuple(replace(entry, value=map_text(entry.value, change)) for entry in node.entries)
    return Items(entries, node.flow) if isinstance(node, Items) else Fields(entries, node.flow)


def _walk(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, Mapping):
        return None
    try:
        return js_string(value)
    except UnprintableError:
        return None

"""The commands of a job as the REST server renders them; a deployment may add commands before and after them."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.javascript.values import js_trim
from paicatalog.protocol.place import Pointer
from paicatalog.protocol.template.render import Segment, render_template

_NAMED_IN_COMMANDS = (ComponentType.SCRIPT, ComponentType.OUTPUT, ComponentType.DATA)
MASK = "******"
"""Replacement for secrets in all output."""


@dataclass(frozen=True, slots=True)
class RenderedJob:
    """The scripts and registry logins of a job as the server renders them."""

    entrypoints: Mapping[str, tuple[Segment, ...]]
    """Task role -> segments of its script; their texts, joined and trimmed, are the script."""
    auth: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Docker image -> its registry login; secrets are masked unless `render_job` is called with `show_secrets`."""

    def text(self, role: str) -> str:
        """Return the script of a task role; raises KeyError for an unknown one."""
        return js_trim("".join(segment.text for segment in self.entrypoints[role]))


def _start(part: tuple[int, Pointer]) -> int:
    return part[0]


@dataclass(frozen=True, slots=True)
class Script:
    """The template of a task role's script, and the commands that it consists of."""

    text: str
    parts: tuple[tuple[int, Pointer], ...]
    """Offset in `text` and pointer of each command, in order."""

    def pointer_at(self, offset: int) -> Pointer:
        """Return the pointer of the command with the character at `offset`."""
        return self.parts[max(bisect_right(self.parts, offset, key=_start) - 1, 0)][1]


def render_job(
    data: Mapping[str, Any],
    *,
    deployment: str | None = None,
    parameters: Mapping[str, object] | None = None,
    show_secrets: bool = False,
) -> RenderedJob:
    """Render a valid job; `deployment` replaces `defaults.deployment`, `parameters` extend or replace the job's own.

    Raises KeyError for a deployment that the job does not have, and TemplateError for a template that the server
    refuses (a valid document has none, but a given deployment or parameter may cause one).
    """
    if parameters:
        data = {**data, "parameters": {**(data.get("parameters") or {}), **parameters}}
    scripts = role_scripts(data, deployment=deployment)
    entrypoints = {role: render_template(script.text, scope(data, role)) for role, script in scripts.items()}
    return RenderedJob(entrypoints, _auth(data, show_secrets))


def role_scripts(data: Mapping[str, Any], *, deployment: str | None = None) -> dict[str, Script]:
    """Return the template of each task role's script; roles without usable commands are omitted.

    Raises KeyError if `deployment` is none of the job's; one that `defaults` names may be missing.
    """
    around = _deployed_roles(data, deployment)
    scripts = {}
    for role, fields in _mapping(data.get("taskRoles")).items():
        commands = list(_commands(role, fields, *around))
        if commands:
            scripts[role] = _join(commands)
    return scripts


def scope(data: Mapping[str, Any], role: str) -> dict[str, object]:
    """Return the values that a role's commands can refer to: `$parameters`, its `$data`, `$script` and `$output`."""
    fields = _mapping(_mapping(data.get("taskRoles")).get(role))
    names: dict[str, object] = {}
    if "parameters" in data:
        names["$parameters"] = data["parameters"]
    for kind in _NAMED_IN_COMMANDS:
        # For a role without the key, the server looks up a prerequisite named "undefined".
        chosen = fields.get(kind.role_field, "undefined")
        if (found := _prerequisite(data, kind, chosen)) is not None:
            names[f"${kind}"] = found
    return names


def auth_entries(data: Mapping[str, Any]) -> Iterator[tuple[str, str, object, Pointer]]:
    """Yield image name, key, value and pointer of every entry of a registry login in a job or dockerimage."""
    for image, pointer in _images(data):
        for key, value in _mapping(image.get("auth")).items():
            yield str(image.get("name")), key, value, (*pointer, "auth", key)


def auth_scope(data: Mapping[str, Any], *, masked: bool) -> dict[str, object]:
    """Return the values that a registry login may refer to: only `$secrets`."""
    if "secrets" not in data:
        return {}
    secrets = data["secrets"]
    return {"$secrets": _masked(secrets) if masked else secrets}


def _auth(data: Mapping[str, Any], show_secrets: bool) -> dict[str, dict[str, str]]:
    names = auth_scope(data, masked=not show_secrets)
    logins: dict[str, dict[str, str]] = {}
    for image, key, value, _ in auth_entries(data):
        template = value if isinstance(value, str) else ""  # The server prints nothing for null.
        text = js_trim("".join(segment.text for segment in render_template(template, names)))
        literal = not show_secrets and key == "password" and "<%" not in template and text
        logins.setdefault(image, {})[key] = MASK if literal else text
    return logins


def _masked(value: object) -> object:
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value if value is None else MASK


def _commands(role: str, fields: Any, deployed: Mapping[str, Any], pointer: Pointer) -> Iterator[tuple[str, Pointer]]:
    own = _mapping(fields)
    extra = _mapping(deployed.get(role))
    for commands, place in (
        (extra.get("preCommands"), (*pointer, role, "preCommands")),
        (own.get("commands"), ("taskRoles", role, "commands")),
        (extra.get("postCommands"), (*pointer, role, "postCommands")),
    ):
        for index, command in enumerate(commands if isinstance(commands, list) else ()):
            if isinstance(command, str):
                yield command, (*place, index)


def _join(commands: list[tuple[str, Pointer]]) -> Script:
    parts, lines, offset = [], [], 0
    for command, pointer in commands:
        line = js_trim(command)
        parts.append((offset, pointer))
        lines.append(line)
        offset += len(line) + 1
    return Script("\n".join(lines), tuple(parts))


def _deployed_roles(data: Mapping[str, Any], deployment: str | None) -> tuple[Mapping[str, Any], Pointer]:
    """Return the task roles of the chosen deployment and their pointer; empty if none is chosen."""
    chosen = deployment if deployment is not None else _mapping(data.get("defaults")).get("deployment")
    listed = data.get("deployments")
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if chosen is not None and _mapping(item).get("name") == chosen:
            return _mapping(item.get("taskRoles")), ("deployments", index, "taskRoles")
    if deployment is not None:
        raise KeyError(deployment)
    return {}, ()


def _prerequisite(data: Mapping[str, Any], kind: ComponentType, name: object) -> Mapping[str, Any] | None:
    listed = data.get("prerequisites")
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict) and item.get("type") == kind and item.get("name") == name:
            return item
    return None


def _images(data: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Pointer]]:
    if data.get("type") == ComponentType.DOCKERIMAGE:
        yield data, ()
    listed = data.get("prerequisites")
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict) and item.get("type") == ComponentType.DOCKERIMAGE:
            yield item, ("prerequisites", index)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}

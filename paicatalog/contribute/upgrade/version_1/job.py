"""Conversion of jobs of version 1 (JSON with `jobName` and `image`).

Follows the REST server's converter (`protocolConvert` in `src/rest-server/src/util` of microsoft/pai, 2019). In
addition, the converted job fetches the code and sets old variables, which the server did then.
"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from paicatalog.contribute.upgrade import old_role
from paicatalog.contribute.upgrade.deployment import LENIENT_MODE, AddedCommand, needs_leniency, with_deployment
from paicatalog.contribute.upgrade.names import is_identifier, valid_name
from paicatalog.contribute.upgrade.note import ConversionError, Note
from paicatalog.contribute.upgrade.old_environment_variables import (
    OldRole,
    old_variables,
    provided_variables,
    unknown_variables,
)
from paicatalog.contribute.upgrade.references import escaped
from paicatalog.contribute.upgrade.tree import Entry, Fields, Scalar, Tree, entry_of, fields, node_of
from paicatalog.contribute.upgrade.version_1.comments import with_comments
from paicatalog.contribute.upgrade.version_1.unsupported import FOLDERS, SWITCHES, unsupported_notes
from paicatalog.protocol.javascript.values import js_string

_DEFAULT_OUTPUT = "$PAI_DEFAULT_FS_URI/Output/$PAI_JOB_NAME"
_IMAGE = "default"


def convert_1(tree: Tree, notes: list[Note]) -> Tree:
    """Return the tree converted to protocol 2. Raises ConversionError if that is impossible."""
    root = fields(tree.root)
    data = {entry.key: root.get(str(entry.key)) for entry in root.entries}
    if not isinstance(data.get("jobName"), str):
        raise ConversionError("it has no `jobName` at its top: it describes no job")
    roles = data.get("taskRoles")
    if not isinstance(roles, list) or not roles:
        raise ConversionError("it has no `taskRoles`, so there is nothing that it runs")
    if not isinstance(data.get("image"), str) or not data["image"]:
        raise ConversionError("it has no `image` to run in")
    if any(not isinstance(role, dict) or not isinstance(role.get("name"), str) for role in roles):
        raise ConversionError("its `taskRoles` are not all mappings with a `name`")
    job = _Job(data, roles, notes)
    new = Fields(job.entries())
    taken = new.entry("taskRoles")
    names = [role.key or "" for role in fields(taken.value if taken else None).entries]
    return replace(tree, root=Fields(with_comments(new.entries, tree, names)))


@dataclass(slots=True)
class _Job:
    data: Mapping[Any, Any]
    roles: list[dict[str, Any]]
    notes: list[Note]
    added_parameters: dict[str, Any] = field(default_factory=dict)
    """Parameters that the conversion adds."""

    def entries(self) -> tuple[Entry, ...]:
        names = old_role.role_names([str(role.get("name")) for role in self.roles], self.notes)
        listed = [OldRole(names[str(role.get("name"))], at, role) for at, role in enumerate(self.roles)]
        before = {role.name: tuple(line.entry() for line in self._before(role, names)) for role in listed}
        task_roles = Fields(tuple(Entry(role.name, Fields(tuple(self._role(role)))) for role in listed))
        self.notes.extend(unsupported_notes(self.data, self.roles, {key for key, _ in self._variables()}))
        entries = [
            entry_of("protocolVersion", 2),
            entry_of("name", self._name()),
            entry_of("type", "job"),
            entry_of("prerequisites", list(self._prerequisites())),
            entry_of("parameters", {**self._parameters(), **self.added_parameters}),
            *self._retries(),
            Entry("taskRoles", task_roles),
            entry_of("extras", self.data.get("extras")),
        ]
        cluster = self.data.get("virtualCluster")
        return old_role.without_empty_optionals(with_deployment(entries, before, virtual_cluster=cluster))

    def _name(self) -> str:
        old = self.data["jobName"]
        new = valid_name(old)
        if not new:
            raise ConversionError(f"the `jobName` `{old}` has no letter or digit to make a name of")
        if new != old:
            why = f"`{old}` became `{new}`: protocol 2 takes only letters, digits, `_` and `-` in a name."
            self.notes.append(Note("jobName", why, "Use the new name wherever others refer to it."))
        return new

    def _prerequisites(self) -> Iterator[dict[str, Any]]:
        yield {"type": "dockerimage", "name": _IMAGE, "uri": self.data["image"]}
        for key, (kind, _) in FOLDERS.items():
            if uri := self.data.get(key):
                yield {"type": kind, "name": _IMAGE, "uri": [uri] if kind == "data" else uri}

    def _parameters(self) -> dict[str, Any]:
        return {key: value for key, value in self._variables() if "'" not in js_string(value)}

    def _retries(self) -> Iterator[Entry]:
        entry = Entry("retryCount", Scalar(self.data.get("retryCount")))
        if self.data.get("retryCount") and (new := old_role.retries(entry, self.notes)):
            yield new

    def _variables(self) -> Iterator[tuple[str, Any]]:
        """Yield the entries of `jobEnvs` that a shell can export."""
        found = self.data.get("jobEnvs")
        for key, value in found.items() if isinstance(found, dict) else ():
            if is_identifier(key) and key not in SWITCHES and isinstance(value, str | int | float | bool):
                yield key, value

    def _role(self, role: OldRole) -> Iterator[Entry]:
        data = role.data
        yield entry_of("instances", data.get("taskNumber", 1))
        if counts := self._completion(data):
            yield counts
        yield entry_of("dockerImage", _IMAGE)
        for key, (kind, _) in FOLDERS.items():
            if self.data.get(key):
                yield entry_of(kind, _IMAGE)
        if data.get("shmMB"):
            yield entry_of("extraContainerOptions", {"shmMB": data["shmMB"]})
        yield entry_of("resourcePerInstance", Fields(tuple(self._resources(role))))
        yield entry_of("commands", [self._command(role)])

    def _resources(self, role: OldRole) -> Iterator[Entry]:
        for key, old in (("cpu", "cpuNumber"), ("memoryMB", "memoryMB"), ("gpu", "gpuNumber")):
            if old in role.data:
                yield entry_of(key, role.data[old])
        ports = Entry("portList", node_of(role.data.get("portList")))
        if role.data.get("portList") and (new := old_role.ports(ports, role.name, self.notes)):
            yield new

    def _completion(self, data: Mapping[str, Any]) -> Entry | None:
        counts = tuple(Entry(key, Scalar(value)) for key, value in data.items() if key in old_role.COUNTS)
        completed = self.data.get("killAllOnCompletedTaskNumber")
        if completed and len(self.roles) == 1 and data.get("minSucceededTaskCount") is None:
            counts = (*counts, Entry("minSucceededTaskCount", Scalar(completed)))
        return old_role.completion(counts)

    def _command(self, role: OldRole) -> str:
        command = role.data.get("command")
        if not isinstance(command, str) or not command.strip():
            raise ConversionError(f"task role `{role.data.get('name')}` has no `command`")
        text, added_parameters = escaped(command)
        self.added_parameters |= added_parameters
        return text

    def _before(self, role: OldRole, names: Mapping[str, str]) -> Iterator[AddedCommand]:
        command = str(role.data.get("command"))
        folders = " ".join(str(self.data.get(key) or "") for key in FOLDERS)
        old = old_variables(f"{folders} {command}", role, dict(enumerate(names.values())), self.data)
        reason = "Variables that OpenPAI set before protocol 2."
        for at, (name, value) in enumerate(old.items()):
            yield AddedCommand(f'export {name}="{value}"', "" if at else reason)
        yield from self._folders(command)
        own = dict(self._variables())
        for key, value in own.items():
            text = js_string(value)
            yield AddedCommand(
                f"export {key}='<% $parameters.{key} %>'" if "'" not in text else self._exported(key, text)
            )
        known = {*old, *own, *(variable for _, variable in FOLDERS.values())}
        for name in unknown_variables(f"{folders} {command}", known):
            place = f"taskRoles.{role.data.get('name')}.command"
            self.notes.append(old_role.unset_variable_note(place, name))
        if needs_leniency([command], {*known, *provided_variables(command)}):
            yield LENIENT_MODE

    def _exported(self, key: str, value: str) -> str:
        text, added_parameters = escaped(f"export {key}={shlex.quote(value)}")
        self.added_parameters |= added_parameters
        return text

    def _folders(self, command: str) -> Iterator[AddedCommand]:
        for key, (kind, variable) in FOLDERS.items():
            address = f"<% ${kind}.uri[0] %>" if kind == "data" else f"<% ${kind}.uri %>"
            if self.data.get(key):
                yield AddedCommand(f'export {variable}="{address}"')
            elif variable in command:
                yield AddedCommand(f'export {variable}="{_DEFAULT_OUTPUT if kind == "output" else ""}"')
            if kind == "script" and self.data.get(key):
                reason = "The old server copied the folder of the code into the container."
                yield AddedCommand(f'hdfs dfs -get "{address}"', reason)
